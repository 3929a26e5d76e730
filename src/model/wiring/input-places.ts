import { usageError } from "../../errors.ts";
import { type Shape, sameShape, showShape, sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { WiredInput } from "./nodes.ts";

/** An input of a graph: its shape, and how it is taken out of the packed inputs. */
export interface InputPlace {
  readonly name: string;
  readonly shape: Shape;
  /** Undefined where it is all that comes in. */
  take: ((x: Tensor) => Tensor) | undefined;
}

/**
 * Where the inputs of a graph are in a sample: a single one is the sample, and several lie in it one after another.
 * @throws a usage error for an input without a shape among several, and for samples of another size than all together.
 */
export function inputPlaces(inputs: readonly WiredInput[], sample: Shape): InputPlace[] {
  const [only] = inputs;
  if (inputs.length === 1 && (only.shape === undefined || sameShape(only.shape, sample)))
    return [{ name: only.name, shape: sample, take: undefined }];
  const shapes = inputs.map(({ name, shape }) => {
    if (shape !== undefined) return shape;
    throw usageError({
      where: `graph: ${name}`,
      expected: "a shape for each of several inputs",
      received: "none",
      fix: `Give it, as in input("${name}", [8]), or train on data with inputs of these names.`,
    });
  });
  const total = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const listed = inputs.map(({ name }, i) => `${name} ${showShape(shapes[i])}`).join(", ");
  if (!sameShape(sample, [total]))
    throw usageError({
      where: "graph: inputs",
      expected: `samples [${total}], for ${listed}`,
      received: showShape(sample),
      fix: inputs.length > 1 ? "Give data with these inputs: arrays({ inputs: { … }, … })." : undefined,
    });
  let end = 0;
  return inputs.map(({ name }, i) => {
    const start = end;
    const size = sizeOf(shapes[i]);
    end += size;
    return {
      name,
      shape: shapes[i],
      take: (x) => x.slice([0, start], [x.shape[0], size]).reshape([x.shape[0], ...shapes[i]]), // [batch, total] → [batch, …]
    };
  });
}
