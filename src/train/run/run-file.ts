import * as v from "valibot";
import { runError } from "../../errors.ts";
import { checked, described } from "../../formats/described.ts";
import { decodeFile, encodeFile, prefixed, withPrefix } from "../../formats/evenkeel-file.ts";
import type { StoredArray } from "../../formats/safetensors.ts";
import { sizeOf } from "../../graph/shape.ts";
import { defined } from "../../options/defined.ts";
import {
  describeModel,
  type ModelDescription,
  modelDescription,
  modelShapes,
  modelTensors,
} from "../../predict/model-file.ts";
import type { Run } from "./run.ts";

/** JSON has no word for these. */
const NOT_FINITE: Readonly<Record<string, number>> = { Infinity, "-Infinity": -Infinity, NaN, "-0": -0 };

/** A number that was measured. It may be infinite or none at all; 0.1.0 wrote `null` then, and did not say which. */
const measured = v.pipe(
  v.custom<number | string | null>(
    (value) => typeof value === "number" || value === null || Object.hasOwn(NOT_FINITE, String(value)),
    "Invalid type: Expected a number",
  ),
  v.transform((value) => (typeof value === "number" ? value : value === null ? Number.NaN : NOT_FINITE[value])),
);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const measures = v.record(v.string(), measured);

const epoch = v.object({
  epoch: count,
  learningRate: measured,
  train: measures,
  validation: v.exactOptional(measures),
  seconds: measured,
});

const signal = v.pipe(
  v.record(v.string(), v.unknown()),
  // What 0.1.0 called deviation is std.
  v.transform(({ deviation, gradientDeviation, ...rest }) => ({
    ...defined({ std: deviation, gradientStd: gradientDeviation }),
    ...rest,
  })),
  v.object({
    step: count,
    epoch: count,
    layer: v.string(),
    mean: measured,
    std: measured,
    saturated: v.exactOptional(measured),
    dead: v.exactOptional(measured),
    gradientStd: v.exactOptional(measured),
    parameters: v.exactOptional(
      v.record(
        v.string(),
        v.object({ norm: measured, gradientNorm: measured, updateRatio: v.exactOptional(measured) }),
      ),
    ),
  }),
);

const trick = v.looseObject({ name: v.string() });

/** How a run was made: a key for each part of it that is saved. */
const recipeSchema = v.object({
  loss: trick,
  optimizer: trick,
  metrics: v.array(trick),
  callbacks: v.array(trick),
  augmentation: v.exactOptional(trick),
  epochs: count,
  batchSize: count,
  seed: count,
  /** Samples of the training set; 0.1.0 did not write it. */
  samples: v.exactOptional(count),
});

/** What was measured in a run: a key for each of its parts. A new one is a line here, optional, as in `modelSchema`. */
const factsSchema = v.object({
  history: v.array(epoch),
  signals: v.optional(v.array(signal), []),
  test: v.exactOptional(measures),
  stopped: v.object({
    reason: v.picklist(["epochs", "early stopping", "diverged", "aborted"]),
    epoch: count,
    bestEpoch: v.exactOptional(count),
    members: v.exactOptional(v.array(count)),
    callback: v.exactOptional(v.string()),
    detail: v.exactOptional(v.string()),
  }),
  steps: count,
  skippedSteps: count,
  /** 0.1.0 did not write it. */
  skippedInARow: v.exactOptional(count),
  sums: v.exactOptional(v.object({ totals: measures, weights: measures })),
  capacity: v.object({
    parameters: count,
    samples: count,
    constraints: count,
    parametersPerSample: measured,
    level: v.picklist(["ample data", "comparable", "over-parameterised"]),
    explanation: v.string(),
  }),
  seconds: measured,
  backend: v.exactOptional(v.string()),
});

/** A run as it stands in its file: checked, and nothing of it built. */
export interface RunDescription {
  model: ModelDescription;
  facts: v.InferOutput<typeof factsSchema>;
  recipe: v.InferOutput<typeof recipeSchema>;
  /** The weights of the model. */
  weights: Record<string, StoredArray>;
  /** Weights, statistics and optimizer state at the last step. */
  state: Record<string, StoredArray>;
}

/** A run as the bytes of a file. */
export function encodeRun(run: Run): Uint8Array<ArrayBuffer> {
  const recipe = described(recipeSchema, run.recipe);
  const facts = withWords(described(factsSchema, run)) as object;
  const shapes = modelShapes(run.model.parts);
  const ofState = Object.fromEntries(
    Object.entries(shapes).filter(([name, shape]) => run.state[name]?.length === sizeOf(shape)),
  );
  return encodeFile(
    { model: describeModel(run.model.parts), recipe, ...facts },
    { ...modelTensors(run.model.parts), ...prefixed("training/", run.state) },
    { ...prefixed("model/", shapes), ...prefixed("training/", ofState) },
  );
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
      received: "a model by itself, which is nothing to go on from",
      fix: "Read it by loadModel or readModel; to train further later, save the run.",
    });
  const facts = checked(factsSchema, description, "the description of a run", where);
  const recipe = checked(recipeSchema, description.recipe, "the recipe of a run", where);
  facts.history.forEach((row, i) => {
    checked(v.literal(i + 1), row.epoch, `epoch ${i + 1} of the history`, where);
  });
  return {
    model: modelDescription(description, where),
    facts,
    recipe,
    weights: withPrefix("model/", tensors),
    state: withPrefix("training/", tensors),
  };
}

/** The same, with words in place of the numbers that JSON has none for. */
function withWords(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : wordOf(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withWords);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withWords(one)]));
}

function wordOf(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
