import { usageError } from "../../errors.ts";
import { showBatch, sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";

/**
 * Targets that are values, in the shape of the output; [batch] fits an output [batch, 1] too.
 * @throws "huber: expected targets [batch, 3], like the output, received [batch]."
 */
export function expectTargetLike(loss: string, output: Tensor, target: Tensor): Tensor {
  if (output.shape[0] === target.shape[0] && sizeOf(output.shape) === sizeOf(target.shape))
    return target.reshape(output.shape);
  throw usageError({
    where: loss,
    expected: `targets ${showBatch(output.shape.slice(1))}, like the output`,
    received: showBatch(target.shape.slice(1)),
    fix: output.rank === 2 ? fixFor(target) : undefined,
  });
}

function fixFor({ rank, shape }: Tensor): string {
  if (rank === 1) return "For yes or no end the model with dense(1); for classes use crossEntropy().";
  return `End the model with dense(${shape[1]}), an output for each target.`;
}

/**
 * The extents [batch, classes] of an output whose targets are numbers of classes.
 * @throws "crossEntropy: expected output [batch, classes], received [batch, 5, 5, 2]. End the model with …"
 */
export function expectClasses(loss: string, output: Tensor, target: Tensor): readonly number[] {
  if (output.rank !== 2)
    throw usageError({
      where: loss,
      expected: "output [batch, classes]",
      received: showBatch(output.shape.slice(1)),
      fix: "End the model with dense(classes), after flatten() or globalAveragePool().",
    });
  if (sizeOf(target.shape) !== output.shape[0])
    throw usageError({
      where: loss,
      expected: "targets [batch], the number of the true class of each sample",
      received: showBatch(target.shape.slice(1)),
    });
  return output.shape;
}
