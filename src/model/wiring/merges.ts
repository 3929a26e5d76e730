import { usageError } from "../../errors.ts";
import { type Shape, sameShape, showShape } from "../../graph/shape.ts";
import { sumOf, type Tensor } from "../../graph/tensor.ts";
import { concatenate, concatenatedShape } from "../blocks/concatenate.ts";

/** Makes one signal of several. Shapes are those of one sample. */
interface Merge {
  /** The shape of the result; throws a usage error for signals that do not fit one another. */
  shape(where: string, shapes: readonly Shape[], axis: number): Shape;
  compute(signals: readonly Tensor[], axis: number): Tensor;
}

/** What joins the signals of a graph: y of a, b, … */
export const MERGES = {
  add: { shape: alike, compute: sumOf }, // a + b + …
  subtract: { shape: alike, compute: reduced((a, b) => a.sub(b)) }, // a − b − …
  average: { shape: alike, compute: (signals) => sumOf(signals).div(signals.length) },
  maximum: { shape: alike, compute: reduced((a, b) => a.maximum(b)) },
  minimum: { shape: alike, compute: reduced((a, b) => a.minimum(b)) },
  multiply: { shape: broadcast, compute: reduced((a, b) => a.mul(b)) }, // a ∘ b ∘ …
  concat: { shape: joined, compute: (signals, axis) => concatenate(signals, fromFront(axis, signals[0].rank - 1)) },
} as const satisfies Readonly<Record<string, Merge>>;

export type MergeName = keyof typeof MERGES;
export const MERGE_NAMES = Object.keys(MERGES) as MergeName[];

export function isMergeName(name: string): name is MergeName {
  return Object.hasOwn(MERGES, name);
}

function reduced(combine: (a: Tensor, b: Tensor) => Tensor) {
  return (signals: readonly Tensor[]) => signals.reduce(combine);
}

/** All of one shape. */
function alike(where: string, shapes: readonly Shape[]): Shape {
  const other = shapes.find((shape) => !sameShape(shape, shapes[0]));
  if (other === undefined) return shapes[0];
  throw usageError({
    where,
    expected: `signals of one shape, ${showShape(shapes[0])} as the first`,
    received: showShape(other),
    fix: "Bring them to one shape with a layer, such as dense() or conv2d(); concat joins signals of different widths.",
  });
}

/** Of one rank; an extent of 1 is repeated, as that of a gate [1, 1, channels] over an image. */
function broadcast(where: string, shapes: readonly Shape[]): Shape {
  const whole = shapes[0].map((_, axis) => Math.max(...shapes.map((shape) => shape[axis] ?? 0)));
  const fits = (shape: Shape) =>
    shape.length === whole.length && shape.every((extent, axis) => extent === whole[axis] || extent === 1);
  const other = shapes.find((shape) => !fits(shape));
  if (other === undefined) return whole;
  throw usageError({
    where,
    expected: `signals of one shape, but for extents of 1, which are repeated; ${showShape(whole)}`,
    received: showShape(other),
    fix: "Bring them to one rank with reshape(): a gate over the channels of an image is [1, 1, channels].",
  });
}

/** Alike but for the axis along which they are joined. */
function joined(where: string, shapes: readonly Shape[], asked: number): Shape {
  const [first] = shapes;
  const axis = fromFront(asked, first.length);
  if (!(axis >= 0 && axis < first.length))
    throw usageError({
      where,
      expected: `an axis from ${-first.length} to ${first.length - 1}, of samples ${showShape(first)}`,
      received: String(asked),
    });
  const rest = (shape: Shape) => shape.filter((_, i) => i !== axis);
  const other = shapes.find((shape) => shape.length !== first.length || !sameShape(rest(shape), rest(first)));
  if (other === undefined) return concatenatedShape(shapes, axis);
  throw usageError({
    where,
    expected: `signals like the first, ${showShape(first)}, except along axis ${axis}`,
    received: showShape(other),
    fix: "Bring images to one size with padding and stride, or to features with flatten().",
  });
}

/** −1 is the last axis of a sample. */
function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
