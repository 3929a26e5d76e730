import type { NumberArray } from "../data/samples.ts";
import { type Shape, sizeOf, stridesOf } from "../graph/shape.ts";

/** The same numbers with their axes in another order: axis i of the result is axis `axes[i]` of what is given. */
export function permuted<T extends NumberArray>(
  { shape, data }: { shape: Shape; data: T },
  axes: readonly number[],
): { shape: Shape; data: T } {
  const extents = axes.map((axis) => shape[axis]);
  const strides = axes.map((axis) => stridesOf(shape)[axis]);
  const turned = data.slice() as T;
  const place = axes.map(() => 0);
  let from = 0;
  for (let to = 0; to < sizeOf(extents); to++) {
    turned[to] = data[from];
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++place[axis] < extents[axis]) break;
      from -= strides[axis] * extents[axis];
      place[axis] = 0;
    }
  }
  return { shape: extents, data: turned };
}
