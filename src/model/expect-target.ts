import { usageError } from "../errors.ts";
import { type Shape, showShape, sizeOf } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";

/**
 * Targets that are values, in the shape of the output: [batch] goes with an output [batch, 1] too.
 * @throws "huber: expected targets [batch, 3], like the output, received [batch]."
 */
export function expectTargetLike(loss: string, output: Tensor, target: Tensor): Tensor {
  if (output.shape[0] === target.shape[0] && sizeOf(output.shape) === sizeOf(target.shape))
    return target.reshape(output.shape);
  throw usageError({
    where: loss,
    expected: `targets ${showBatch(output.shape)}, like the output`,
    received: showBatch(target.shape),
  });
}

/** "[batch, 10]" */
export function showBatch(shape: Shape): string {
  return showShape(["batch", ...shape.slice(1)] as unknown as Shape);
}
