import { mapTensors } from "../../graph/map-tensors.ts";
import { filled, type Tensor } from "../../graph/tensor.ts";
import type { Rule, State, Tensors } from "../../optimize/rule.ts";
import { trainable } from "../../optimize/step/trace-update.ts";
import { varying } from "../../optimize/values-at.ts";
import type { Callback } from "../callback.ts";
import type { Variables } from "./variables.ts";

/**
 * The optimizer with a running average beside its state: of the parameters after each step, or of what the optimizer gives
 * evaluation in their place, and of the statistics that the step moved to `moved`.
 */
export function averageInStep(
  optimizer: Rule,
  average: NonNullable<Callback["average"]>,
  slot: string,
  statistics: Tensors,
  moved: Tensors,
): Rule {
  return {
    ...optimizer,
    init: (params: Tensors): State => ({ ...optimizer.init(params), [slot]: { ...params, ...statistics } }),
    evaluated: () => slot,
    apply(stage, at) {
      const { [slot]: averages, ...state } = stage.state;
      const after = optimizer.apply({ ...stage, state }, at);
      const params = mapTensors({ ...stage.params, ...after.params }, (param, name) => {
        const own = optimizer.evaluated?.(name);
        return own === undefined ? param : (after.state?.[own]?.[name] ?? state[own][name]);
      });
      const now: Tensors = { ...params, ...statistics, ...moved };
      const weight = average({ stepsPerEpoch: 1, ...at, step: stage.step, position: at.step + 1 });
      const newest = filled([], varying(weight, at));
      return {
        ...after,
        state: { ...after.state, [slot]: mapTensors(averages, (kept, name) => movedAverage(kept, now[name], newest)) },
      };
    },
  };
}

/** The slot of the averages in the state: a name that the optimizer has no slot of. */
export function averageSlot(optimizer: Rule, params: Variables): string {
  const taken = optimizer.init(trainable(optimizer, params));
  return Object.hasOwn(taken, "average") ? "averageOfRun" : "average";
}

/** The variables of the averages of all parameters that move, and of all statistics. */
export function averagedNames(optimizer: Rule, params: Variables, statistics: Variables): string[] {
  const slot = averageSlot(optimizer, params);
  return Object.keys({ ...trainable(optimizer, params), ...statistics }).map((name) => `optimizer/${slot}/${name}`);
}

/** average + c·(newest − average): what does not move has an average that does not move. Exact where c is 0 or 1. */
export function movedAverage(average: Tensor, newest: Tensor, c: Tensor): Tensor {
  return c.equal(1).where(newest, average.add(newest.sub(average).mul(c)));
}
