import type { TargetPart } from "../data/layout.ts";
import type { Task } from "../data/task.ts";
import type { Tensor } from "../graph/tensor.ts";
import { defined } from "../options/defined.ts";
import { type Options, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Arguments, type Instance, type TrickDefinition, trickMaker } from "../trick.ts";
import type { Packed } from "./layer.ts";
import type { OutputReading } from "./output-reading.ts";
import type { Predicted } from "./predicted.ts";

/**
 * What a metric's numbers are: a share in [0, 1], which is shown in percent, a number of any size, or one in the units of the
 * targets.
 */
export type MetricUnit = "share" | "number" | "target";
const UNITS: readonly MetricUnit[] = ["share", "number", "target"];

/**
 * A number to report: a mean over the batch (`compute`), an exact number over a whole set (`measure`), or both. Only what has
 * `compute` is reported within a training epoch: it does not know the weights of samples, and is as exact as float32. Where
 * there are both, a whole set is measured by `measure`, unless it has more than 16 million outputs, no weights and no scaled
 * targets: then the means over its batches are taken.
 */
export interface Metric extends Instance {
  /** Whether a larger value is a better one. */
  higherIsBetter: boolean;
  /** Whether it is a share of 0 to 1, which is shown in percent, a number in the units of the targets, or another one. */
  unit: MetricUnit;
  /** The tasks that it is for; all by default. */
  tasks?: readonly Task[] | undefined;
  /** Whether it is measured of probabilities, so that the loss has to make some of the outputs; false by default. */
  ofProbabilities?: boolean | undefined;
  /** The mean over the batch, one number: a graph of output [batch, …] and target. */
  compute?(output: Tensor, target: Tensor): Tensor;
  /** The number for a whole set of samples, in float64 on the host. */
  measure?(predicted: Predicted): number;
  /** The weight of a batch, if not its size: for a loss that serves as a metric. */
  weight?(output: Tensor, target: Tensor): Tensor | undefined;
  /** For a metric of one of several outputs, ofHead(). */
  readonly head?: OneHead;
}

/** What a metric of one of several outputs adds to others. */
export interface OneHead {
  /** The name of the output. */
  readonly name: string;
  /** What is measured of it. */
  readonly metric: Metric;
  /**
   * The same metric for the outputs of a model and the targets of data: only then it can be computed. `where` is what errors
   * name.
   */
  bound(where: string, of: OutputsAndTargets): Metric;
}

/** What a metric of one output is bound to. */
export interface OutputsAndTargets {
  /** The loss of that output. */
  readonly loss: OutputReading;
  readonly outputs: readonly Packed[] | undefined;
  readonly targets: readonly TargetPart[] | undefined;
}

/** A metric that is a mean over the batch, whatever else it is. */
export type BatchMetric = Metric & Required<Pick<Metric, "compute">>;

/** What a metric says of itself, and how it is computed or measured. */
export interface MetricDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** Whether a larger value is a better one. */
  higherIsBetter: boolean;
  /** "number" by default. */
  unit?: MetricUnit;
  /** The tasks that it is for, or with these options; all by default. Checked before training. */
  tasks?: readonly Task[] | ((values: ValuesOf<O>) => readonly Task[] | undefined);
  /** Whether it is measured of probabilities; checked before training. */
  ofProbabilities?: boolean;
  /** When it has no value, so that `measure` gives NaN, in words: "the set has samples of one class alone". */
  noValue?: string;
  /** The mean over the batch, one number: a graph of output [batch, …] and target. */
  compute?(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor;
  /** The number for a whole set of samples, exactly, in float64 on the host. */
  measure?(predicted: Predicted, values: ValuesOf<O>): number;
}

/** A definition that has one of the two functions, or both. */
type Having<O extends Options, K extends "compute" | "measure"> = MetricDefinition<O> &
  Required<Pick<MetricDefinition<O>, K>>;

/** What makes a metric, such as `accuracy`. */
type Maker<O extends Options, P extends readonly (keyof O)[], M extends Metric> = ((...args: Arguments<O, P>) => M) & {
  definition: MetricDefinition<O>;
};

/**
 * Defines a metric: `export const accuracy = defineMetric({ … })`, then `accuracy()`. What is a mean over samples is computed
 * in the graph, in training too; what is not, such as a median or an area under a curve, is measured over a whole set:
 * `measure({ predictions, targets, count, width })`.
 * @param definition its name, summary, source and options, `higherIsBetter`, and `compute` or `measure`. Options named in
 * `positional` may be given without their names.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const withinHalf = defineMetric({
 *   name: "withinHalf",
 *   summary: "The share of outputs that are off by less than 1/2.",
 *   source: "by definition",
 *   higherIsBetter: true,
 *   options: {},
 *   compute: ({ output, target }) => output.sub(target).abs().less(0.5).mean(),
 * });
 * const worstError = defineMetric({
 *   name: "worstError",
 *   summary: "The largest error of all.",
 *   source: "by definition",
 *   higherIsBetter: false,
 *   unit: "target",
 *   options: {},
 *   measure({ predictions, targets }) {
 *     const errors = Array.from(predictions, (x, i) => Math.abs(x - targets[i]));
 *     return errors.reduce((worst, error) => Math.max(worst, error), 0);
 *   },
 * });
 * await train(model, data, { metrics: [withinHalf(), worstError()] });
 */
export function defineMetric<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: Having<O, "compute"> & { positional?: P },
): Maker<O, P, BatchMetric>;
export function defineMetric<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: Having<O, "measure"> & { positional?: P },
): Maker<O, P, Metric>;
export function defineMetric<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: MetricDefinition<O> & { positional?: P },
): Maker<O, P, Metric> {
  checkDefinition("defineMetric", definition, ["compute", "measure"]);
  const { higherIsBetter, unit = "number", tasks, ofProbabilities, compute, measure } = definition;
  if (typeof higherIsBetter !== "boolean")
    throw refused("defineMetric: higherIsBetter", "true or false", definition.higherIsBetter);
  if (!UNITS.includes(unit)) throw refused("defineMetric: unit", `one of ${UNITS.join(", ")}`, unit);
  return trickMaker(definition, (values: ValuesOf<O>) => ({
    higherIsBetter,
    unit,
    ...defined({
      tasks: typeof tasks === "function" ? tasks(values) : tasks,
      ofProbabilities,
      compute: compute && ((output: Tensor, target: Tensor) => compute({ output, target }, values)),
      measure: measure && ((predicted: Predicted) => measure(predicted, values)),
    }),
  }));
}
