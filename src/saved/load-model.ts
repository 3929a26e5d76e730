import { runError } from "../errors.ts";
import { readFileWhole } from "../files.ts";
import { decodeFile, withPrefix } from "../formats/evenkeel-file.ts";
import { fromSpec } from "../from-spec.ts";
import type { Layer } from "../model/layer.ts";
import { modelDescription } from "../predict/model-file.ts";
import type { TrainedModel } from "../predict/trained-model.ts";
import { loadOptions, type ReadOptions, readOptions } from "./read-options.ts";
import { rebuildModel } from "./rebuild-model.ts";

/**
 * Reads a model that `model.save` wrote, or the model of a run that `run.save` wrote (Node.js):
 * `loadModel("digits.evenkeel")`, and `loadModel(path, { use: [myLayer] })` if layers or initializers of one's own are in
 * it. Files are data only: nothing but tricks of the catalogue and of `use` is ever made of them.
 * @throws a run error for a file that is missing, damaged, or of another kind or version, and for weights that are not
 * finite numbers: such a model could predict nothing.
 */
export async function loadModel(path: string, options?: Pick<ReadOptions, "use">): Promise<TrainedModel> {
  const checked = loadOptions("loadModel", path, options);
  return readModel(await readFileWhole(path, "Give the bytes of the file to readModel."), checked);
}

/** A saved model from its bytes, such as those of `model.toBytes()`; see `loadModel`. */
export function readModel(bytes: Uint8Array | ArrayBuffer, options?: ReadOptions | string): TrainedModel {
  const { where = "saved model", use } = readOptions("readModel", options);
  const { description, tensors } = decodeFile(bytes, where);
  const weights = withPrefix("model/", tensors);
  const model = rebuildModel({ ...modelDescription(description, where), weights }, where, layersOf(use, where), use);
  expectFinite(weights, where);
  return model;
}

/** What makes layers of their descriptions: by the catalogue, and by tricks of one's own. */
export function layersOf(use: ReadOptions["use"], where: string): (spec: unknown) => Layer {
  const unknown = (at: string, name: string) =>
    runError({
      where,
      expected: "tricks of the catalogue, or of `use`",
      received: `one of the name ${JSON.stringify(name.slice(0, 80))} (${at})`,
      fix: "If it is your own, give what defines it: loadModel(path, { use: [myLayer] }), and so with loadRun, readModel and readRun. If not, the file is damaged, or of a later version of evenkeel.",
    });
  return (spec) => fromSpec("layers", spec, { use, unknown });
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
