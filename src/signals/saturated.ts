import type { Tensor } from "../graph/tensor.ts";
import { constant } from "../graph/tensor.ts";
import { uniformValue } from "../graph/uniform-value.ts";

/**
 * 1 where the slope of an activation is (nearly) 0, else 0: |tanh| > 0.99, a sigmoid within 0.01 of 0 or 1, a ReLU at 0.
 * The activation is recognized by its operation; undefined for others than these three.
 */
export function saturated(output: Tensor): Tensor | undefined {
  if (output.is("tanh")) return constant(0.99).broadcastTo(output.shape).less(output.abs()); // slope below 0.02
  if (output.is("sigmoid")) return constant(0.49).broadcastTo(output.shape).less(output.sub(0.5).abs()); // below 0.01
  if (output.is("maximum") && uniformValue(output.operands[1]) === 0) return output.equal(0);
  return undefined;
}
