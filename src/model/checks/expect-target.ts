import { usageError } from "../../errors.ts";
import { type Shape, showShape, sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";

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
    ...(output.rank === 2
      ? {
          fix:
            target.rank === 1
              ? "For yes or no end the model with dense(1); for classes use crossEntropy()."
              : `End the model with dense(${target.shape[1]}), an output for each target.`,
        }
      : {}),
  });
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
      received: showBatch(output.shape),
      fix: "End the model with dense(classes), after flatten() or globalAveragePool().",
    });
  if (sizeOf(target.shape) !== output.shape[0])
    throw usageError({
      where: loss,
      expected: "targets [batch], the number of the true class of each sample",
      received: showBatch(target.shape),
    });
  return output.shape;
}

/** "[batch, 10]" */
export function showBatch(shape: Shape): string {
  return showShape(["batch", ...shape.slice(1)] as unknown as Shape);
}
