import * as v from "valibot";
import { runError } from "../../errors.ts";
import { checked } from "../../formats/checked.ts";
import { decodeFile, withPrefix } from "../../formats/evenkeel-file.ts";
import type { StoredArray } from "../../formats/safetensors.ts";
import { type ModelDescription, modelDescription } from "../../predict/model-description.ts";
import type { RunRecord } from "./run-record.ts";
import { runConfig, runFacts } from "./run-schema.ts";

/** A run as it stands in its file: checked, and nothing of it built. */
export interface RunDescription extends Omit<RunRecord, "model" | "state"> {
  model: ModelDescription;
  /** The weights of the model. */
  weights: Record<string, StoredArray>;
  state: Record<string, StoredArray>;
}

/**
 * What stands in the file of a run, checked, without building its layers: all that training goes on from.
 * @throws a run error for what is no run or is damaged; `where` names it.
 */
export function decodeRun(bytes: Uint8Array | ArrayBuffer, where: string): RunDescription {
  const { description, tensors } = decodeFile(bytes, where);
  if (!("recipe" in description))
    throw runError({
      where,
      expected: "a run that run.save wrote",
      received: "a model alone, from which training cannot go on",
      fix: "Read it by loadModel or readModel; to train further later, save the run.",
    });
  const { recipe, sums, ...rest } = description;
  const facts = checked(runFacts, { ...rest, partialEpoch: sums }, "the description of a run", where);
  facts.history.forEach((row, i) => {
    checked(v.literal(i + 1), row.epoch, `epoch ${i + 1} of the history`, where);
  });
  return {
    ...facts,
    config: checked(runConfig, recipe, "the recipe of a run", where),
    model: modelDescription(description, where),
    weights: withPrefix("model/", tensors),
    state: withPrefix("training/", tensors),
  };
}
