import { mapTensors } from "../../graph/map-tensors.ts";
import { filled, zerosLike } from "../../graph/tensor.ts";
import { defined } from "../../options/defined.ts";
import { count, fixed } from "../../options.ts";
import { defineWrapper } from "../compose/wrapper.ts";
import type { Tensors } from "../rule.ts";
import { varying } from "../values-at.ts";

export const accumulate = defineWrapper({
  name: "accumulate",
  summary: "Gives the stages after it the mean of n gradients at every n-th step; nothing changes in between.",
  source: "by definition: the gradient of a batch n times as large, if all batches have one size",
  section: "clipping",
  formula: "s ← s + g; at every n-th step: what follows steps on s / n, then s ← 0",
  use: "To train with batches that do not fit into memory. Place it first: what follows (clipping too) sees the mean.",
  avoid:
    "Batch normalization still sees the small batches. The stages after it, and schedules that count steps, see one step for every n. A remainder at the end of an epoch carries over into the next one; at the end of the run it makes no step.",
  example: "chain(accumulate(4), clipByGlobalNorm(1), adam())",
  options: { steps: fixed(count(4, "n: how many gradients make one step")) },
  positional: ["steps"],
  init: (params) => ({ sum: mapTensors(params, zerosLike) }),
  stride: ({ steps }) => steps as number,
  /** The inner rule sees one step for every n, and never the gradients of a single small batch. */
  innerContext: ({ step, stepsPerEpoch, totalSteps, gradientsAt: _, ...at }, { steps }) => ({
    ...at,
    step: Math.floor(step / steps),
    ...defined({ stepsPerEpoch: stepsPerEpoch && stepsPerEpoch / steps, totalSteps: totalSteps && totalSteps / steps }),
  }),
  update({ params, grads, state, step }, { steps }, inner, at) {
    const due = filled([], varying(step % steps === 0 ? 1 : 0, at));
    const sum = mapTensors(grads, (grad, name) => state.sum[name].add(grad)); // s + g
    const after = inner.step({ grads: mapTensors(sum, (s) => s.mul(1 / steps)), step: Math.ceil(step / steps) });
    const ifDue = (now: Tensors, before: Tensors) => mapTensors(now, (tensor, name) => due.where(tensor, before[name]));
    return {
      params: ifDue(after.params, params),
      state: { sum: mapTensors(sum, (s) => due.where(0, s)) },
      inner: mapTensors(after.state, (tensors, slot) => ifDue(tensors, inner.state[slot])),
    };
  },
});
