import { mapTensors } from "../graph/map-tensors.ts";
import type { Callback } from "./callback.ts";
import type { Optimizer, State, Tensors } from "./optimizer.ts";

/** The slot of the averaged weights and statistics in the optimizer's state. */
const AVERAGE = "average";

/** The variable of the average of a parameter or statistic. */
export const averageOf = (name: string) => `optimizer/${AVERAGE}/${name}`;

/**
 * The optimizer with a running average beside its state: of the parameters after each step, or of what the optimizer gives
 * evaluation in their place, and of the statistics that the step moved to `moved`.
 */
export function withAverages(
  optimizer: Optimizer,
  average: NonNullable<Callback["average"]>,
  statistics: Tensors,
  moved: Tensors,
): Optimizer {
  const averaged = (all: Tensors): Tensors => mapTensors(all, (tensor) => tensor);
  return {
    ...optimizer,
    init: (params: Tensors): State => ({
      ...optimizer.init(params),
      [AVERAGE]: averaged({ ...params, ...statistics }),
    }),
    evaluated: () => AVERAGE,
    apply(stage, at) {
      const { [AVERAGE]: averages, ...state } = stage.state;
      const after = optimizer.apply({ ...stage, state }, at);
      const params = mapTensors({ ...stage.params, ...after.params }, (param, name) => {
        const slot = optimizer.evaluated?.(name);
        return slot === undefined ? param : (after.state?.[slot]?.[name] ?? state[slot][name]);
      });
      const now: Tensors = { ...params, ...statistics, ...moved };
      const newest = average({ stepsPerEpoch: 1, ...at, step: stage.step }) * (at.nudge ?? 1);
      return {
        ...after,
        state: {
          ...after.state,
          // (1 − c)·average + c·newest: exact where c is 0 or 1
          [AVERAGE]: mapTensors(averages, (before, name) => before.mul(1 - newest).add(now[name].mul(newest))),
        },
      };
    },
  };
}
