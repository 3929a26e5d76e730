import { mapTensors } from "../graph/map-tensors.ts";
import type { Callback } from "./callback.ts";
import type { Optimizer, State, Tensors } from "./optimizer.ts";

/** The slot of the averaged weights in the optimizer's state. */
const AVERAGE = "average";

/**
 * The optimizer with a running average kept beside its state, of the parameters after each step, or of what the optimizer
 * gives evaluation in their place.
 */
export function withAverages(optimizer: Optimizer, average: NonNullable<Callback["average"]>): Optimizer {
  return {
    ...optimizer,
    init: (params: Tensors): State => ({ ...optimizer.init(params), [AVERAGE]: mapTensors(params, (param) => param) }),
    evaluated: () => AVERAGE,
    apply(stage, at) {
      const { [AVERAGE]: averages, ...state } = stage.state;
      const after = optimizer.apply({ ...stage, state }, at);
      const params = mapTensors(after.params ?? stage.params, (param, name) => {
        const slot = optimizer.evaluated?.(name);
        return slot === undefined ? param : (after.state?.[slot]?.[name] ?? state[slot][name]);
      });
      return {
        ...after,
        state: {
          ...after.state,
          [AVERAGE]: mapTensors(params, (param, name) => average(averages[name], param, stage.step)),
        },
      };
    },
  };
}
