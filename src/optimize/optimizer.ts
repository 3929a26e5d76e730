import { mapTensors } from "../graph/map-tensors.ts";
import { withScope } from "../graph/scope.ts";
import type { Shape } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { DemandedIn, Fixed, Option, Options, ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import {
  type ArgumentsOf,
  type Instance,
  instantiate,
  type NamedArguments,
  readArguments,
  type TrickDefinition,
} from "../trick.ts";
import { isSchedule, type Progress, type Schedule, schedulable } from "./schedule.ts";

/** Tensors by the name of their parameter. */
export type Tensors = Readonly<Record<string, Tensor>>;
/** Optimizer state: for each slot ("momentum"), a tensor for each parameter. */
export type State = Readonly<Record<string, Tensors>>;

/** What passes from stage to stage of a chain, within one step. */
export interface Stage {
  params: Tensors;
  grads: Tensors;
  /** The state of this stage alone. */
  state: State;
  /**
   * t of the papers: counted from 1, steps that were not taken left out. A plain number: what depends on it is computed in
   * float64 and fed.
   */
  step: number;
}

/** What a stage changes of what it was given; what is left out stays. */
export type Change = Partial<Omit<Stage, "step">>;

/** What is done in one step. Rules are put together by chain.ts and wrapper.ts. */
export interface Rule {
  init(params: Tensors): State;
  /** The new parameters, gradients and state, as graphs. */
  apply(stage: Stage, at: Moment): Change;
  /** The learning rate in force, of one parameter or in general; undefined where there is none. */
  learningRate?(at: Moment, parameter?: string): number | undefined;
  /** The slot of the state whose values a parameter has in evaluation and in the finished model, if not its own. */
  evaluated?(parameter: string): string | undefined;
  /** How many steps of the run make one step of it; 1 if left out. */
  stride?(): number;
  /** Whether it scales gradients by their norm, so that they may have any finite size. */
  scalesByNorm?(): boolean;
  /** Which of these parameters must stay as they are: no stage sees them. */
  frozen?(parameters: readonly string[]): readonly string[];
}

/** One stage of the update: an optimizer (changes the parameters) or a transform (changes the gradients). */
export interface Optimizer extends Instance, Rule {
  /** Of a stage that acts on all that comes after it in a chain: that, with this stage around it (see wrapper.ts). */
  around?(rest: Rule): Rule;
  /** Set where it was defined as an optimizer, not as what changes gradients for one. */
  readonly moves?: true;
}

/** The place in training at which schedules are read, and what a stage may ask for. */
export interface Moment extends Progress {
  /** Counted from 0, steps that were not taken included. */
  step: number;
  /** Scales every scheduled value, to find the numbers that follow from one (see lift.ts). 1 by default. */
  nudge?: number;
  /** What the learning rate of a parameter is multiplied by. */
  factor?(parameter: string): number;
  /** Set where a step is not taken if the square of a gradient overflows: norms need not heed that then. */
  plainNorms?: boolean;
  /** The learning rate of the optimizer in the same chain. */
  learningRate?(parameter: string): number | undefined;
  /** The gradients of this step's loss at other values of the parameters. */
  gradientsAt?(params: Tensors): Tensors;
  /** Uniform numbers in [0, 1), fresh at each step and for each call; those of a parameter whatever others there are. */
  random?(shape: Shape, parameter?: string): Tensor;
}

/** Options as they are given: every number may be a schedule, unless it is fixed. */
export type Given<O extends Options> = {
  -readonly [K in keyof O]: O[K] extends Option<infer T>
    ? T extends number
      ? O[K] extends Fixed
        ? T
        : T | Schedule
      : T
    : never;
};

/** A rule for one parameter by itself. */
export interface OptimizerDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** The slot of the state that evaluation and the finished model take in place of the parameter. */
  evaluated?: string;
  /** The first state of a parameter: the same slots for the whole training. */
  init?(param: Tensor, given: Given<O>, name: string): Record<string, Tensor>;
  /** The parameter and the state after the step. Hyper-parameters are plain numbers, also where a schedule was given. */
  update(
    at: { param: Tensor; grad: Tensor; state: Record<string, Tensor>; step: number; name: string },
    values: ValuesOf<O>,
  ): { param: Tensor; state?: Record<string, Tensor> };
}

/** Defines an optimizer: `export const adam = defineOptimizer({ … })`, then `adam({ learningRate: 1e-3 })`. */
export function defineOptimizer<O extends Options>(
  definition: OptimizerDefinition<O>,
): ((...args: NamedArguments<O, Given<O>>) => Optimizer) & { definition: OptimizerDefinition<O> } {
  checkDefinition("defineOptimizer", definition, ["update"]);
  const init = (params: Tensors, given: Given<O>) =>
    transposed(mapTensors(params, (param, name) => definition.init?.(param, given, name) ?? {}));
  const make = stageMaker(definition, init, ({ params, grads, state, step }, values, at) => {
    const results = mapTensors(params, (param, name) =>
      withScope(`${definition.name}/${name}`, () =>
        definition.update(
          { param, grad: grads[name], state: stateOf(state, name), step, name },
          ratedAt(values, at, name),
        ),
      ),
    );
    return {
      params: mapTensors(results, ({ param }) => param),
      state: transposed(mapTensors(results, ({ state }) => state ?? {})),
    };
  });
  return Object.assign((...args: NamedArguments<O, Given<O>>) => Object.assign(make(args), { moves: true as const }), {
    definition,
  });
}

/** A rule for all gradients together. */
export interface TransformDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** Set where it acts on parameters, so that it has an effect behind an optimizer as well. */
  onWeights?: true;
  /** Set where gradients are scaled by their norm, so that they may have any finite size. */
  scalesByNorm?: true;
  init?(params: Tensors): State;
  update(stage: Stage, values: ValuesOf<O>, at: Moment): Change;
}

/** Defines a stage that sees all parameters at once: `export const clipByGlobalNorm = defineTransform({ … })`. */
export function defineTransform<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: TransformDefinition<O> & { positional?: P },
): ((...args: TransformArguments<O, P>) => Optimizer) & { definition: TransformDefinition<O> } {
  checkDefinition("defineTransform", definition, ["update"]);
  const make = stageMaker(
    definition,
    (params) => definition.init?.(params) ?? {},
    (stage, values, at) => withScope(definition.name, () => definition.update(stage, values, at)),
    definition.positional,
  );
  return Object.assign((...args: TransformArguments<O, P>) => make(args), { definition });
}

export type TransformArguments<O extends Options, P extends readonly (keyof O)[]> = ArgumentsOf<
  Given<O>,
  P,
  DemandedIn<O>
>;

function stageMaker<O extends Options>(
  definition: TrickDefinition<O> & { evaluated?: string; scalesByNorm?: true },
  init: (params: Tensors, given: Given<O>) => State,
  update: (stage: Stage, values: ValuesOf<O>, at: Moment) => Change,
  positional: readonly (keyof O)[] = [],
): (args: readonly unknown[]) => Optimizer {
  const { evaluated } = definition;
  return (args) => {
    const values = readStageArguments(definition, positional, args);
    return instantiate(definition as unknown as TrickDefinition, values as Instance["values"], {
      init: (params: Tensors) => init(params, values),
      apply: (stage: Stage, at: Moment) => update(stage, valuesAt(values, at) as ValuesOf<O>, at),
      learningRate(at: Moment, parameter?: string) {
        const { learningRate } = valuesAt(values, at) as { learningRate?: number };
        return learningRate === undefined ? undefined : rated(learningRate, at, parameter);
      },
      ...(evaluated === undefined ? {} : { evaluated: () => evaluated }),
      scalesByNorm: () => definition.scalesByNorm === true,
    });
  };
}

/** The checked options of a stage, of which every number may be a schedule. */
export function readStageArguments<O extends Options>(
  { name, options }: TrickDefinition<O>,
  positional: readonly (keyof O)[],
  args: readonly unknown[],
): Given<O> {
  return readArguments(name, mapTensors(options, schedulable), positional as readonly string[], args) as Given<O>;
}

/** The values with every schedule read at a moment, also in lists, and the learning rate as it is driven. */
export function valuesAt(values: Readonly<Record<string, unknown>>, at: Moment): Record<string, unknown> {
  const { step, nudge: _, rate, ...progress } = at;
  const read = (value: unknown): unknown => {
    if (isSchedule(value)) return varying(value.at(step, progress), at);
    return Array.isArray(value) ? value.map(read) : value;
  };
  return mapTensors(values, (value, name) => {
    const driven = name === "learningRate" && rate !== undefined && (typeof value === "number" || isSchedule(value));
    return driven ? varying(rate(step, isSchedule(value) ? value.at(step, progress) : value), at) : read(value);
  });
}

/** A number that changes from step to step, marked as such: it is moved by the nudge, even where it is 0. */
export function varying(value: number, { nudge = 1 }: Pick<Moment, "nudge">): number {
  return value === 0 ? 1 - nudge : value * nudge;
}

function ratedAt<V>(values: V, at: Moment, parameter: string): V {
  const { learningRate } = values as { learningRate?: number };
  return learningRate === undefined ? values : { ...values, learningRate: rated(learningRate, at, parameter) };
}

/** The learning rate of a parameter, or the one in general. */
export function rated(learningRate: number, at: Moment, parameter: string | undefined): number {
  return parameter === undefined ? learningRate : learningRate * (at.factor?.(parameter) ?? 1);
}

/** The state of one parameter, by slot: of those that it has. */
function stateOf(state: State, name: string): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(state).flatMap(([slot, tensors]) => (name in tensors ? [[slot, tensors[name]]] : [])),
  );
}

/** From one record of slots for each parameter to one record of parameters for each slot. */
function transposed(byName: Record<string, Record<string, Tensor>>): State {
  const state: Record<string, Record<string, Tensor>> = {};
  for (const [name, slots] of Object.entries(byName))
    for (const [slot, tensor] of Object.entries(slots)) {
      state[slot] ??= {};
      state[slot][name] = tensor;
    }
  return state;
}
