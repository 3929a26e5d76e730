import { usageError } from "../../errors.ts";
import { type Shape, showShape } from "../../graph/shape.ts";
import { expectRank } from "./expect-rank.ts";

export interface Pooling {
  size: number;
  stride: number;
  padding: number;
}

/**
 * The shape after pooling an image [height, width, channels].
 * @throws a usage error where not one window fits, or where a window could lie in the padding alone.
 */
export function pooledShape(layer: string, input: Shape, { size, stride, padding }: Pooling): Shape {
  expectRank(layer, input, 3);
  if (padding > size / 2)
    throw usageError({
      where: `${layer}: padding`,
      expected: `at most half the size, ${Math.floor(size / 2)}`,
      received: String(padding),
    });
  const places = input.slice(0, 2).map((length) => Math.floor((length + 2 * padding - size) / stride) + 1);
  if (places.every((count) => count >= 1)) return [...places, input[2]];
  throw usageError({
    where: layer,
    expected: `an image of at least ${size - 2 * padding} × ${size - 2 * padding}`,
    received: showShape(input),
    fix: "Pool less often, or with a smaller window.",
  });
}
