import type { Shape } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { once } from "../../once.ts";

/** A coordinate as an affine function of the indices of an iteration space: offset + Σ indexᵢ · stridesᵢ. */
export interface Coordinate {
  offset: number;
  strides: readonly number[];
}

/** Where in a tensor an iteration stands: a coordinate for each axis. */
export type Place = readonly Coordinate[];

/** A number, whatever the indices of an iteration space of some axes. */
export function at(offset: number, rank: number): Coordinate {
  return { offset, strides: new Array<number>(rank).fill(0) };
}

/** Each axis is its own index. */
export function identityPlace({ length: rank }: Shape): Place {
  return once(identities, rank, () =>
    Array.from({ length: rank }, (_, axis) => ({ offset: 0, strides: at(0, rank).strides.with(axis, 1) })),
  );
}

const identities = new Map<number, Place>();

/** The sum of coordinates, each times a factor, plus an offset. */
export function combine(
  parts: readonly Coordinate[],
  factors: readonly number[],
  rank: number,
  offset = 0,
): Coordinate {
  const strides = new Array<number>(rank).fill(0);
  let total = offset;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    total += part.offset * factors[i];
    for (let axis = 0; axis < rank; axis++) strides[axis] += part.strides[axis] * factors[i];
  }
  return { offset: total, strides };
}

/** Primitives that only move: their element at a place is an element of the operand at an affine place. */
export function isView(node: Tensor): boolean {
  return VIEWS.has(node.primitive);
}

const VIEWS: ReadonlySet<string> = new Set(["broadcast", "reshape", "transpose", "slice", "window", "stopGradient"]);

/** The place in a view's operand of a place in the view. `rank`: axes of the iteration space. */
export function placeInOperand(view: Tensor, place: Place, rank: number): Place {
  const [operand] = view.operands;
  if (view.is("broadcast")) {
    const lead = view.rank - operand.rank;
    return operand.shape.map((extent, axis) => (extent === 1 ? at(0, rank) : place[axis + lead]));
  }
  if (view.is("transpose")) return operand.shape.map((_, axis) => place[view.attributes.order.indexOf(axis)]);
  if (view.is("slice")) {
    const { start, step } = view.attributes;
    return place.map((coordinate, axis) => combine([coordinate], [step[axis]], rank, start[axis]));
  }
  if (view.is("window")) {
    const [down, across] = view.attributes.stride;
    const [n, row, i, column, j, channel] = place;
    return [n, combine([row, i], [down, 1], rank), combine([column, j], [across, 1], rank), channel];
  }
  if (view.is("reshape")) return placeBeforeReshape(operand.shape, view.shape, place, rank);
  return place;
}

/** Whether a reshape joins axes: then its operand must lie in memory, for the joined index cannot be taken apart. */
export function joinsAxes(from: Shape, to: Shape): boolean {
  return reshapeGroups(from, to).some(({ before }) => before.filter((axis) => from[axis] !== 1).length > 1);
}

function placeBeforeReshape(from: Shape, to: Shape, place: Place, rank: number): Place {
  const before = from.map(() => at(0, rank));
  for (const group of reshapeGroups(from, to)) {
    const [axis] = group.before.filter((axis) => from[axis] !== 1);
    if (axis === undefined) continue;
    let factor = 1;
    const factors = group.after.map(() => 0);
    for (let i = group.after.length - 1; i >= 0; i--) {
      factors[i] = factor;
      factor *= to[group.after[i]];
    }
    before[axis] = combine(
      group.after.map((axis) => place[axis]),
      factors,
      rank,
    );
  }
  return before;
}

/** The finest groups of neighboring axes, before and after, that hold equally many elements. */
function reshapeGroups(from: Shape, to: Shape): { before: number[]; after: number[] }[] {
  const groups: { before: number[]; after: number[] }[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    const group = { before: [] as number[], after: [] as number[] };
    let [left, right] = [1, 1];
    do {
      if (j >= to.length || (left <= right && i < from.length)) {
        left *= from[i];
        group.before.push(i++);
      } else {
        right *= to[j];
        group.after.push(j++);
      }
    } while (left !== right && (i < from.length || j < to.length));
    groups.push(group);
  }
  return groups;
}
