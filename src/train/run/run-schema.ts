import * as v from "valibot";
import { defined } from "../../options/defined.ts";
import type { WeightsReport } from "../../predict/weights-report.ts";
import type { Signal } from "../../signals/signal.ts";
import type { NonFinite } from "../non-finite/non-finite.ts";
import type { Capacity } from "../prepare/capacity-of.ts";
import type { MetricSums } from "../step/metric-means.ts";
import type { Finding } from "./finding.ts";
import type { History, Measures, Stopped, TestMeasures } from "./history.ts";
import { measuredNumber } from "./measured-number.ts";
import type { RUN_CONFIG, RUN_FACTS } from "./run-keys.ts";

/** A schema, held to the type of what it accepts. */
const accepts = <T>(schema: v.GenericSchema<unknown, T>) => schema;

export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const measures = v.record(v.string(), measuredNumber);
const matrix = v.pipe(
  v.array(v.array(count)),
  v.check((rows) => rows.every((row) => row.length === rows.length), "Invalid: Expected as many columns as rows"),
);
export const testMeasures = v.objectWithRest(
  {
    confusionMatrix: v.exactOptional(matrix),
    confusionMatrices: v.exactOptional(v.record(v.string(), matrix)),
  },
  measuredNumber,
) as v.GenericSchema<unknown, TestMeasures>;

export const epoch = v.object({
  epoch: count,
  learningRate: measuredNumber,
  train: measures,
  validation: v.exactOptional(measures),
  seconds: measuredNumber,
});

const parameterSignal = v.object({
  norm: measuredNumber,
  gradientNorm: measuredNumber,
  updateRatio: v.exactOptional(measuredNumber),
});

export const signal = v.pipe(
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
    mean: measuredNumber,
    std: measuredNumber,
    saturated: v.exactOptional(measuredNumber),
    dead: v.exactOptional(measuredNumber),
    gradientStd: v.exactOptional(measuredNumber),
    parameters: v.exactOptional(v.record(v.string(), parameterSignal)),
  }),
);

const nonFinite = v.object({
  step: count,
  epoch: count,
  pass: v.picklist(["forward", "gradient", "update"]),
  operation: v.string(),
  layer: v.string(),
  value: measuredNumber,
  of: v.exactOptional(v.array(measuredNumber)),
  sample: v.exactOptional(count),
  detail: v.string(),
});

export const stopped = v.object({
  reason: v.picklist(["epochs", "steps", "time", "early stopping", "diverged", "aborted"]),
  epoch: count,
  bestEpoch: v.exactOptional(count),
  members: v.exactOptional(v.array(count)),
  callback: v.exactOptional(v.string()),
  detail: v.exactOptional(v.string()),
});

const finding = v.looseObject({
  diagnosis: v.string(),
  severity: v.picklist(["severe", "warning", "information"]),
}) as v.GenericSchema<unknown> as v.GenericSchema<unknown, Finding>;

const capacity = v.object({
  parameters: count,
  samples: count,
  constraints: count,
  parametersPerSample: measuredNumber,
  level: v.picklist(["ample data", "comparable", "over-parameterised"]),
  explanation: v.string(),
});

const names = v.array(v.string());
const extents = v.array(count);
const weightsReport = v.object({
  matched: names,
  missing: names,
  unused: names,
  shapes: v.array(v.object({ name: v.string(), expected: extents, received: extents })),
});

/**
 * What is known of a run beside its model and its tensors: a row for each fact. From it come the fields of `Run` and what
 * its file has and is checked by. A new row is optional, so that earlier files are still read.
 */
export const runFacts = v.object({
  /** One row an epoch; plain JSON. */
  history: accepts<History>(v.array(epoch)),
  /** What the callback `signals` recorded: a row for each layer and recorded step, plain JSON; empty without it. */
  signals: accepts<readonly Signal[]>(v.optional(v.array(signal), [])),
  /** Measured on the test set with the final weights, with the confusion matrix of classes; undefined without a test set. */
  test: accepts<TestMeasures | undefined>(v.optional(testMeasures)),
  /**
   * The same measures without a look at any input: always the shares of the training set's classes, so that the largest one is the
   * answer, or the mean of its targets. undefined without a test set.
   */
  baseline: accepts<Measures | undefined>(v.optional(measures)),
  /** Why and when the run ended. */
  stopped: accepts<Stopped>(stopped),
  /** Steps that were done in all. */
  steps: accepts<number>(count),
  /** Steps that were not taken because their loss or gradient was not finite. */
  skippedSteps: accepts<number>(count),
  /** How many of the last steps were not taken, in a row; 0 in older files, which lack it. */
  skippedInARow: accepts<number>(v.optional(count, 0)),
  /**
   * What was not finite first at steps that were not taken: the operation, its layer and the value. Of the first few such
   * steps; absent without any.
   */
  nonFinite: accepts<readonly NonFinite[] | undefined>(v.optional(v.array(nonFinite))),
  /**
   * What `watch` found, causes before their consequences; undefined where nothing watched.
   */
  findings: accepts<readonly Finding[] | undefined>(v.optional(v.array(finding))),
  /** What was measured in an epoch that was not finished: sums over its batches, of which means are made. */
  partialEpoch: accepts<MetricSums | undefined>(v.optional(v.object({ totals: measures, weights: measures }))),
  /** Parameters against training samples. */
  capacity: accepts<Capacity>(capacity),
  /** What is probably not as it was meant, in sentences: unscaled pixels, classes without samples. Mostly empty. */
  hints: accepts<readonly string[]>(v.optional(v.array(v.string()), [])),
  /** Which tensors began with the weights that were given; undefined without `weights`. */
  weightsReport: accepts<WeightsReport | undefined>(v.optional(weightsReport)),
  /** How long it took, over all its parts if it was resumed. */
  seconds: accepts<number>(measuredNumber),
  /** What computed it: "wasm, 4 threads, relaxed SIMD". */
  backend: accepts<string>(v.optional(v.string(), "unknown")),
} satisfies Record<(typeof RUN_FACTS)[number], v.GenericSchema>);

const trick = v.looseObject({ name: v.string() });

/** What must be the same, or is compared, when a run is resumed: a row for each option of training that is saved. */
export const runConfig = v.object({
  loss: trick,
  optimizer: trick,
  metrics: v.array(trick),
  callbacks: v.array(trick),
  augmentation: v.exactOptional(trick),
  epochs: count,
  batchSize: count,
  seed: count,
  /** Older files lack it: samples were shuffled. */
  shuffle: v.exactOptional(v.boolean()),
  /** Samples of the training set; older files lack it. */
  samples: v.exactOptional(count),
  chunk: v.exactOptional(count),
  dataChecksum: v.exactOptional(v.string()),
  maxSteps: v.exactOptional(count),
} satisfies Record<(typeof RUN_CONFIG)[number], v.GenericSchema>);
