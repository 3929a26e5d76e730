import { usageError } from "../../errors.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import type { Update } from "../../graph/program.ts";
import type { Shape } from "../../graph/shape.ts";
import { random, type Tensor, variable, withConstants } from "../../graph/tensor.ts";
import { Ordinals } from "../../model/ordinals.ts";
import { defined } from "../../options/defined.ts";
import { purposeWord } from "../../random.ts";
import type { Rule, State, StepContext, Tensors } from "../rule.ts";
import type { Progress } from "../schedule.ts";
import { hoistScalars } from "./hoist-scalars.ts";

/** The input that carries those numbers of an update that change from step to step. */
export const SCALARS = "scalars";

export interface TracedUpdate {
  /** New values of the parameters and of the optimizer's state. */
  updates: Update[];
  /** What to feed as `SCALARS` at a step; absent if nothing is fed. */
  scalarsAt?: (at: StepPlace) => Float64Array;
}

/** Where a step lies. Both numbers are the same as long as no step was skipped. */
export interface StepPlace {
  /** Steps of the run before it, skipped ones included: what schedules go by. */
  step: number;
  /** Steps before it that were taken: what update rules go by. */
  taken: number;
}

/** What a traced step provides for stages that need it. */
export interface Sources {
  /** The gradients of this step's loss at other values of some parameters, with respect to these. */
  gradientsAt?(params: Tensors): Tensors;
  /** The key of this step's random numbers: [seed low, seed high, step]. */
  key?: Tensor;
  /** Set where a step is not taken if the square of a gradient overflows. */
  plainNorms?: boolean;
}

type Parameters = Readonly<Record<string, Tensor<"variable">>>;

/**
 * The parameters that an optimizer may move: all but those that it freezes.
 * @throws a usage error if none is left.
 */
export function trainable(optimizer: Rule, params: Parameters): Parameters {
  const names = Object.keys(params);
  const frozen = new Set(optimizer.frozen?.(names) ?? []);
  if (frozen.size === names.length && frozen.size > 0)
    throw usageError({
      where: "freeze",
      expected: "a parameter that is left to train",
      received: "all of them frozen",
    });
  return Object.fromEntries(Object.entries(params).filter(([name]) => !frozen.has(name)));
}

/** The name of the variable whose value a parameter has in evaluation and in the finished model. */
export function evaluatedName(optimizer: Rule, params: Parameters): (name: string) => string {
  const moved = trainable(optimizer, params);
  return (name) => {
    const slot = Object.hasOwn(moved, name) ? optimizer.evaluated?.(name) : undefined;
    return slot === undefined ? name : `optimizer/${slot}/${name}`;
  };
}

/** The state variables of an optimizer with their initial values, for a program that initializes them. */
export function initialState(optimizer: Rule, params: Parameters): Update[] {
  const state = optimizer.init(trainable(optimizer, params));
  return Object.entries(state).flatMap(([slot, tensors]) =>
    Object.entries(tensors).map(([name, value]) => ({ variable: stateVariable(slot, name, value), value })),
  );
}

/** One step of the optimizer as updates of the parameters and of its state. */
export function traceUpdate(
  optimizer: Rule,
  params: Parameters,
  grads: Tensors,
  progress: Progress = {},
  sources: Sources = {},
): TracedUpdate {
  const variables: Record<string, Record<string, Tensor<"variable">>> = {};
  for (const { variable: slotted } of initialState(optimizer, params)) {
    const [slot, name] = splitName(slotted.attributes.name);
    variables[slot] ??= {};
    variables[slot][name] = slotted;
  }
  const moved = trainable(optimizer, params);
  const own = mapTensors(moved, (_, name) => grads[name]);
  const { traced, scalarsAt } = hoistScalars(SCALARS, SAMPLE_STEPS, (at: SampleStep, numbersOnly) => {
    const stage = { params: moved, grads: own, state: variables as State, step: at.taken + 1 };
    const context = { ...progress, ...provided(sources, numbersOnly), step: at.step, perturbation: at.perturbation };
    return optimizer.apply(stage, context);
  });
  const updates: Update[] = Object.entries(traced.params ?? {}).map(([name, value]) => ({
    variable: params[name],
    value,
  }));
  for (const [slot, tensors] of Object.entries(traced.state ?? {}))
    for (const [name, value] of Object.entries(tensors)) updates.push({ variable: variables[slot][name], value });
  return {
    updates: updates.filter(({ variable, value }) => variable !== value),
    ...defined({ scalarsAt: scalarsAt && ((at: StepPlace) => scalarsAt({ ...at, perturbation: 1 })) }),
  };
}

/**
 * The sources as stages see them. None of their numbers change with the step, so where only numbers are wanted, they need
 * not be traced.
 */
function provided(
  { gradientsAt, key, plainNorms = false }: Sources,
  numbersOnly: boolean,
): Pick<StepContext, "gradientsAt" | "random" | "plainNorms"> {
  const ordinals = new Ordinals();
  const draws = new Map<string, number>();
  const streamOf = (parameter: string): number => {
    const stream = `update/${ordinals.tensorOf(parameter)}`;
    draws.set(stream, (draws.get(stream) ?? -1) + 1);
    return purposeWord(`${stream}/${draws.get(stream)}`);
  };
  return {
    plainNorms,
    ...defined({
      gradientsAt:
        gradientsAt &&
        ((params: Tensors) => (numbersOnly ? params : withConstants(undefined, () => gradientsAt(params)))),
      random: key && ((shape: Shape, parameter = "") => random(shape, key, streamOf(parameter))),
    }),
  };
}

interface SampleStep extends StepPlace {
  perturbation: number;
}

/**
 * The steps whose numbers are compared: two neighboring ones, two far away, and both ends with every scheduled value
 * perturbed. Far away too, because a schedule that has fallen to 0 would hide what is multiplied by it.
 */
const SAMPLE_STEPS: readonly SampleStep[] = [
  [0, 1],
  [1, 1],
  [1000, 1],
  [1_000_003, 1],
  [0, 1 - 2 ** -6],
  [1_000_003, 1 - 2 ** -6],
].map(([step, perturbation]) => ({ step, taken: step, perturbation }));

function stateVariable(slot: string, name: string, like: Tensor): Tensor<"variable"> {
  return variable(`optimizer/${slot}/${name}`, like.shape);
}

function splitName(name: string): [slot: string, parameter: string] {
  const [, slot, ...parameter] = name.split("/");
  return [slot, parameter.join("/")];
}
