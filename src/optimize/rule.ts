import type { Shape } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Progress } from "./schedule.ts";

/** Tensors by the name of their parameter. */
export type Tensors = Readonly<Record<string, Tensor>>;
/** Optimizer state: for each slot ("momentum"), a tensor for each parameter. */
export type State = Readonly<Record<string, Tensors>>;

/** What passes from stage to stage of a chain, within one step. */
export interface Stage {
  params: Tensors;
  grads: Tensors;
  /** The state of this stage only. */
  state: State;
  /** t of the papers: steps that were taken, counted from 1. A plain number: what depends on it is computed in float64. */
  step: number;
}

/** What a stage changes; what is left out stays. */
export type Change = Partial<Omit<Stage, "step">>;

/** Where in training a step lies, and what a stage may ask for. */
export interface StepContext extends Progress {
  /** Counted from 0, steps that were not taken included: what schedules go by. */
  step: number;
  /** Multiplies every scheduled value, to find the numbers that depend on one (see hoist-scalars.ts). 1 by default. */
  perturbation?: number;
  /** What the learning rate of a parameter is multiplied by. */
  factor?(parameter: string): number;
  /** Set where a step is not taken if the square of a gradient overflows: norms may then be computed without scaling. */
  plainNorms?: boolean;
  /** The learning rate of the optimizer in the same chain. */
  learningRate?(parameter: string): number | undefined;
  /** The gradients of this step's loss at other values of the parameters. */
  gradientsAt?(params: Tensors): Tensors;
  /** Uniform numbers in [0, 1), new at each step and call. Those of one parameter do not depend on the others. */
  random?(shape: Shape, parameter?: string): Tensor;
}

/** @deprecated The earlier name of `StepContext`. */
export type Moment = StepContext;

/** One step of an update. `chain` and wrappers make one rule of several. */
export interface Rule {
  init(params: Tensors): State;
  /** The new parameters, gradients and state, as graphs. */
  apply(stage: Stage, at: StepContext): Change;
  /** The learning rate in force, of one parameter or in general; undefined where there is none. */
  learningRate?(at: StepContext, parameter?: string): number | undefined;
  /** The state slot that replaces the parameter in evaluation and in the finished model, if there is one. */
  evaluated?(parameter: string): string | undefined;
  /** How many steps of the run make one step of this rule; 1 if left out. */
  stride?(): number;
  /** Which of these parameters are frozen: no stage sees them. */
  frozen?(parameters: readonly string[]): readonly string[];
}
