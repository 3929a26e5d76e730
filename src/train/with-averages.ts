import { mapTensors } from "../graph/map-tensors.ts";
import type { Callback } from "./callback.ts";
import type { Optimizer, State, Tensors } from "./optimizer.ts";

/** The slot of the averaged weights in the optimizer's state. */
const AVERAGE = "average";

/** The optimizer with a running average of the parameters kept beside its state, from the values after each step. */
export function withAverages(optimizer: Optimizer, average: NonNullable<Callback["average"]>): Optimizer {
  return {
    ...optimizer,
    init: (params: Tensors): State => ({ ...optimizer.init(params), [AVERAGE]: mapTensors(params, (param) => param) }),
    apply(stage, at) {
      const { [AVERAGE]: averages, ...state } = stage.state;
      const after = optimizer.apply({ ...stage, state }, at);
      const params = after.params ?? stage.params;
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
