import type { Update } from "../graph/program.ts";
import { type Tensor, variable } from "../graph/tensor.ts";
import { lift } from "./lift.ts";
import type { Moment, Optimizer, State, Tensors } from "./optimizer.ts";
import type { Progress } from "./schedule.ts";

/** The input that carries the numbers of an update which change from step to step. */
export const SCALARS = "scalars";

export interface TracedUpdate {
  /** New values of the parameters and of the optimizer's state. */
  updates: Update[];
  /** What to feed as `SCALARS` at a step counted from 0; absent if nothing is fed. */
  scalarsAt?: (step: number) => Float64Array;
}

/** The optimizer's variables with their first values, for an initialising program. */
export function initialState(optimizer: Optimizer, params: Readonly<Record<string, Tensor<"variable">>>): Update[] {
  const state = optimizer.init(params);
  return Object.entries(state).flatMap(([slot, tensors]) =>
    Object.entries(tensors).map(([name, value]) => ({ variable: stateVariable(slot, name, value), value })),
  );
}

/** One step of the optimizer as updates of the parameters and of its state. */
export function traceUpdate(
  optimizer: Optimizer,
  params: Readonly<Record<string, Tensor<"variable">>>,
  grads: Tensors,
  progress: Progress = {},
): TracedUpdate {
  const variables: Record<string, Record<string, Tensor<"variable">>> = {};
  for (const { variable: slotted } of initialState(optimizer, params)) {
    const [slot, name] = splitName(slotted.attributes.name);
    variables[slot] ??= {};
    variables[slot][name] = slotted;
  }
  const { traced, scalarsAt } = lift(SCALARS, PROBES, ({ step, nudge }: Probe) => {
    const moment: Moment = { ...progress, step, nudge };
    return optimizer.apply({ params, grads, state: variables as State, step: step + 1 }, moment);
  });
  const updates: Update[] = Object.entries(traced.params ?? {}).map(([name, value]) => ({
    variable: params[name],
    value,
  }));
  for (const [slot, tensors] of Object.entries(traced.state ?? {}))
    for (const [name, value] of Object.entries(tensors)) updates.push({ variable: variables[slot][name], value });
  return {
    updates: updates.filter(({ variable, value }) => variable !== value),
    ...(scalarsAt === undefined ? {} : { scalarsAt: (step: number) => scalarsAt({ step, nudge: 1 }) }),
  };
}

interface Probe {
  step: number;
  nudge: number;
}

/**
 * Two neighbouring steps, two far away, and both ends with every scheduled value moved: far away too, where a schedule
 * that has fallen to 0 would hide what is multiplied by it.
 */
const PROBES: readonly Probe[] = [
  { step: 0, nudge: 1 },
  { step: 1, nudge: 1 },
  { step: 1000, nudge: 1 },
  { step: 1_000_003, nudge: 1 },
  { step: 0, nudge: 1 - 2 ** -6 },
  { step: 1_000_003, nudge: 1 - 2 ** -6 },
];

function stateVariable(slot: string, name: string, like: Tensor): Tensor<"variable"> {
  return variable(`optimizer/${slot}/${name}`, like.shape);
}

function splitName(name: string): [slot: string, parameter: string] {
  const [, slot, ...parameter] = name.split("/");
  return [slot, parameter.join("/")];
}
