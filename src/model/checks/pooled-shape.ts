import { usageError } from "../../errors.ts";
import { type Shape, showShape } from "../../graph/shape.ts";
import { expectRank } from "./expect-rank.ts";

export interface Pooling {
  poolSize: number;
  stride: number;
  padding: number;
}

/**
 * The shape after pooling an image [height, width, channels].
 * @throws a usage error if no window fits, or if a window could lie entirely in the padding.
 */
export function pooledShape(layer: string, input: Shape, { poolSize, stride, padding }: Pooling): Shape {
  expectRank(layer, input, 3);
  if (padding > poolSize / 2)
    throw usageError({
      where: `${layer}: padding`,
      expected: `at most half of poolSize, ${Math.floor(poolSize / 2)}`,
      received: String(padding),
    });
  const places = input.slice(0, 2).map((length) => Math.floor((length + 2 * padding - poolSize) / stride) + 1);
  if (places.every((count) => count >= 1)) return [...places, input[2]];
  throw usageError({
    where: layer,
    expected: `an image of at least ${poolSize - 2 * padding} × ${poolSize - 2 * padding}`,
    received: showShape(input),
    fix: "Pool less often, or with a smaller window.",
  });
}
