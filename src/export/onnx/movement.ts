import { type Extent, TRACED } from "./extent.ts";
import type { GraphWriter, Stored } from "./graph-writer.ts";
import { dependsOnBatch, fixed, type Traced } from "./traced.ts";

/** Before the first element, for an axis that is walked backwards. */
const BEFORE_ALL = -(2 ** 40);

/** The axes of which a part is taken, and those parts. */
export function slice({ operands: [a], attributes, shape, scope }: Traced<"slice">, to: GraphWriter): Stored {
  const [{ start, size, step }, { start: second }] = attributes;
  const whole = (axis: number) => start[axis] === 0 && step[axis] === 1 && a.shape[axis] === shape[axis];
  const parts = shape.flatMap((extent, axis) => {
    if (whole(axis) || (typeof extent !== "number" && start[axis] === 0 && second[axis] === 0 && step[axis] === 1))
      return [];
    const backwards = typeof extent !== "number" && step[axis] === -1 && start[axis] === size[axis] - 1;
    if (!backwards && (typeof extent !== "number" || start[axis] !== second[axis]))
      throw dependsOnBatch(scope, `a slice from ${start[axis]} for ${TRACED[0]} samples, from ${second[axis]}`);
    const after = start[axis] + (size[axis] - 1) * step[axis] + Math.sign(step[axis]);
    const end = after < 0 || backwards ? BEFORE_ALL : after;
    return [{ axis, start: backwards ? -1 : start[axis], end, step: step[axis] }];
  });
  const touched = parts.map(({ axis }) => axis);
  if (touched.length === 0) return to.stored(a);
  const from = to.full(a, touched);
  const lists = (["start", "end", "axis", "step"] as const).map((key) => to.ints(parts.map((part) => part[key])));
  return { name: to.add("Slice", [from.name, ...lists]), shape: replaced(from.shape, shape, touched) };
}

/** Zeros, or another number, around, and between neighbors. */
export function pad(node: Traced<"pad">, to: GraphWriter): Stored {
  const { operands, attributes, shape, scope } = node;
  const [before, after, interior] = (["before", "after", "interior"] as const).map((key) =>
    fixed(
      scope,
      "zeros",
      attributes.map((each) => each[key]),
    ),
  );
  const [{ value }] = attributes;
  const by = value === 0 ? [] : [to.scalar(value)];
  const touched = shape.flatMap((_, axis) => (before[axis] || after[axis] || interior[axis] ? [axis] : []));
  let { name, shape: own } = to.full(operands[0], touched);
  for (const axis of touched) if (interior[axis] > 0) [name, own] = spread(name, own, axis, interior[axis], by, to);
  const padded = to.add("Pad", [name, to.ints([...before, ...after]), ...by]);
  return { name: padded, shape: replaced(own, shape, touched) };
}

/** `zeros` between neighbors along an axis: they become an axis of their own, whose last ones are cut off again. */
function spread(
  name: string,
  shape: readonly Extent[],
  axis: number,
  zeros: number,
  by: readonly string[],
  to: GraphWriter,
) {
  const length = shape[axis] as number; // zeros between samples would follow from the batch
  const apart = to.reshape({ name, shape }, shape.toSpliced(axis + 1, 0, 1));
  const none = shape.map(() => 0);
  const padded = to.add("Pad", [apart, to.ints([...none, 0, ...none.toSpliced(axis + 1, 0, zeros)]), ...by]);
  const wide = shape.toSpliced(axis + 1, 0, zeros + 1);
  const joined = to.reshape({ name: padded, shape: wide }, shape.with(axis, length * (zeros + 1)));
  const end = Math.max(0, (length - 1) * (zeros + 1) + 1);
  const cut = to.add("Slice", [joined, to.ints([0]), to.ints([end]), to.ints([axis])]);
  return [cut, shape.with(axis, end)] as const;
}

/** A shape with some of its extents out of another. */
function replaced(shape: readonly Extent[], by: readonly Extent[], axes: readonly number[]): Extent[] {
  return shape.map((extent, axis) => (axes.includes(axis) ? by[axis] : extent));
}
