import { runError } from "../errors.ts";
import { readFileWhole } from "../files.ts";
import { decodeFile, withPrefix } from "../formats/evenkeel-file.ts";
import { modelDescription } from "../predict/model-description.ts";
import { rebuildModel } from "../predict/rebuild-model.ts";
import type { TrainedModel } from "../predict/trained-model.ts";
import { catalogueTricks } from "./catalogue-tricks.ts";
import { loadOptions, type ReadOptions, readOptions } from "./read-options.ts";

/**
 * Reads a model that `model.save` wrote, or the model of a run that `run.save` wrote (Node.js):
 * `loadModel("digits.evenkeel")`, and `loadModel(path, { use: [myLayer] })` if layers or initializers of your own are in
 * it. Files are data only: nothing but tricks of the catalogue and of `use` is ever made of them.
 * @throws a run error for a file that is missing, damaged, or of another kind or version, and for weights that are not
 * finite numbers: such a model could predict nothing.
 * @example
 * const model = await loadModel("digits.evenkeel");
 * const [{ class: digit }] = await model.classify({ shape: [1, 28, 28, 1], data: images });
 */
export async function loadModel(path: string, options?: Pick<ReadOptions, "use">): Promise<TrainedModel> {
  const checked = loadOptions("loadModel", path, options);
  return readModel(await readFileWhole(path, "Give the bytes of the file to readModel."), checked);
}

/**
 * A saved model from its bytes, such as those of `model.toBytes()`; see `loadModel`.
 * @param options as an object, or the name of the bytes in errors alone.
 * @throws a run error for bytes that are damaged, or of another kind or version, and for weights that are not finite.
 * @example
 * const model = readModel(run.model.toBytes());
 */
export function readModel(bytes: Uint8Array | ArrayBuffer, options?: ReadOptions | string): TrainedModel {
  const { where = "saved model", use } = readOptions("readModel", options);
  const { description, tensors } = decodeFile(bytes, where);
  const weights = withPrefix("model/", tensors);
  const model = rebuildModel({ ...modelDescription(description, where), weights }, where, catalogueTricks(where, use));
  expectFinite(weights, where);
  return model;
}

function expectFinite(weights: Readonly<Record<string, ArrayLike<number>>>, where: string): void {
  for (const [name, data] of Object.entries(weights)) {
    let at = 0;
    while (at < data.length && Number.isFinite(data[at])) at++;
    if (at === data.length) continue;
    throw runError({
      where,
      expected: `finite numbers of ${name}`,
      received: `${data[at]} at index ${at}`,
      fix: "The training diverged. If this is the file of a run, loadRun still reads what was measured in it.",
    });
  }
}
