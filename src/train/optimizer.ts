import { mapTensors } from "../graph/map-tensors.ts";
import { withScope } from "../graph/scope.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Fixed, Option, Options, ValuesOf } from "../options.ts";
import { type ArgumentsOf, type Instance, instantiate, readArguments, type TrickDefinition } from "../trick.ts";
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
  /** t of the papers: counted from 1. A plain number: what depends on it is computed in float64 and fed. */
  step: number;
}

/** One stage of the update: an optimizer (changes the parameters) or a transform (changes the gradients). */
export interface Optimizer extends Instance {
  init(params: Tensors): State;
  /** The new parameters, gradients and state, as graphs; what is left out stays. */
  apply(stage: Stage, at: Moment): Partial<Omit<Stage, "step">>;
}

/** The place in training at which schedules are read. */
export interface Moment extends Progress {
  /** Counted from 0. */
  step: number;
  /** Scales every scheduled value, to find the numbers that follow from one (see lift.ts). 1 by default. */
  nudge?: number;
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
  /** The first state of a parameter: the same slots for the whole training. */
  init?(param: Tensor, given: Given<O>): Record<string, Tensor>;
  /** The parameter and the state after the step. Hyper-parameters are plain numbers, also where a schedule was given. */
  update(
    at: { param: Tensor; grad: Tensor; state: Record<string, Tensor>; step: number },
    values: ValuesOf<O>,
  ): { param: Tensor; state?: Record<string, Tensor> };
}

/** Defines an optimizer: `export const adam = defineOptimizer({ … })`, then `adam({ learningRate: 1e-3 })`. */
export function defineOptimizer<O extends Options>(
  definition: OptimizerDefinition<O>,
): ((options?: Partial<Given<O>>) => Optimizer) & { definition: OptimizerDefinition<O> } {
  const init = (params: Tensors, given: Given<O>) =>
    transposed(mapTensors(params, (param) => definition.init?.(param, given) ?? {}));
  const make = stageMaker(definition, init, ({ params, grads, state, step }, values) => {
    const results = mapTensors(params, (param, name) =>
      withScope(`${definition.name}/${name}`, () =>
        definition.update({ param, grad: grads[name], state: stateOf(state, name), step }, values),
      ),
    );
    return {
      params: mapTensors(results, ({ param }) => param),
      state: transposed(mapTensors(results, ({ state }) => state ?? {})),
    };
  });
  return Object.assign((options?: Partial<Given<O>>) => make([options]), { definition });
}

/** A rule for all gradients together. */
export interface TransformDefinition<O extends Options = Options> extends TrickDefinition<O> {
  init?(params: Tensors): State;
  update(stage: Stage, values: ValuesOf<O>): Partial<Omit<Stage, "step">>;
}

/** Defines a stage that sees all parameters at once: `export const clipByGlobalNorm = defineTransform({ … })`. */
export function defineTransform<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: TransformDefinition<O> & { positional?: P },
): ((...args: TransformArguments<O, P>) => Optimizer) & { definition: TransformDefinition<O> } {
  const make = stageMaker(
    definition,
    (params) => definition.init?.(params) ?? {},
    (stage, values) => withScope(definition.name, () => definition.update(stage, values)),
    definition.positional,
  );
  return Object.assign((...args: TransformArguments<O, P>) => make(args), { definition });
}

type TransformArguments<O extends Options, P extends readonly (keyof O)[]> = ArgumentsOf<Given<O>, P>;

function stageMaker<O extends Options>(
  definition: TrickDefinition<O>,
  init: (params: Tensors, given: Given<O>) => State,
  update: (stage: Stage, values: ValuesOf<O>) => Partial<Omit<Stage, "step">>,
  positional: readonly (keyof O)[] = [],
): (args: readonly unknown[]) => Optimizer {
  const options = Object.fromEntries(
    Object.entries(definition.options).map(([key, option]) => [key, schedulable(option)]),
  );
  return (args) => {
    const values = readArguments(definition.name, options, positional as readonly string[], args);
    return instantiate(definition as unknown as TrickDefinition, values, {
      init: (params: Tensors) => init(params, values as Given<O>),
      apply: (stage: Stage, at: Moment) => update(stage, valuesAt(values, at) as ValuesOf<O>),
    });
  };
}

/** The values with every schedule read at a moment. */
export function valuesAt(
  values: Readonly<Record<string, unknown>>,
  { step, nudge = 1, ...progress }: Moment,
): Record<string, unknown> {
  const read = (schedule: Schedule) => {
    const value = schedule.at(step, progress);
    return value === 0 ? 1 - nudge : value * nudge; // moved by the nudge even where it is 0
  };
  return mapTensors(values, (value) => (isSchedule(value) ? read(value) : value));
}

/** The state of one parameter, by slot. */
function stateOf(state: State, name: string): Record<string, Tensor> {
  return mapTensors(state, (tensors) => tensors[name]);
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
