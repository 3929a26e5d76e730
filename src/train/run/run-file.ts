import { described } from "../../formats/described.ts";
import { encodeFile, prefixed } from "../../formats/evenkeel-file.ts";
import { sizeOf } from "../../graph/shape.ts";
import { describeModel, modelShapes, modelTensors } from "../../predict/model-file.ts";
import type { Instance, Spec } from "../../trick.ts";
import { RUN_CONFIG, RUN_FACTS } from "./run-keys.ts";
import type { RunRecord } from "./run-record.ts";
import { withWords } from "./with-words.ts";

/** A run as the bytes of a file. There `config` is called `recipe`, and `partialEpoch` `sums`, as 0.1.0 wrote them. */
export function encodeRun(run: RunRecord<Instance | Spec>): Uint8Array<ArrayBuffer> {
  const { partialEpoch: sums, ...facts } = described(RUN_FACTS, run);
  const recipe = described(RUN_CONFIG, run.config);
  const shapes = modelShapes(run.model.parts);
  const ofState = Object.fromEntries(
    Object.entries(shapes).filter(([name, shape]) => run.state[name]?.length === sizeOf(shape)),
  );
  return encodeFile(
    { model: describeModel(run.model.parts), recipe, ...(withWords({ ...facts, sums }) as object) },
    { ...modelTensors(run.model.parts), ...prefixed("training/", run.state) },
    { ...prefixed("model/", shapes), ...prefixed("training/", ofState) },
  );
}
