/**
 * How the values of several factors are put together:
 *
 * - `grid`: every combination, which shows how factors work together
 * - `oneAtATime`: the first value of each, and then one of the other values at a time
 */
export const DESIGNS = ["grid", "oneAtATime"] as const;
export type Design = (typeof DESIGNS)[number];

/** The combinations of a design, the one of all first values first. */
export function combine<T>(design: Design, lists: readonly (readonly T[])[]): T[][] {
  return design === "grid" ? grid(lists) : oneAtATime(lists);
}

function grid<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((before) => list.map((value) => [...before, value])), [[]]);
}

function oneAtATime<T>(lists: readonly (readonly T[])[]): T[][] {
  const first = lists.map((list) => list[0]);
  return [first, ...lists.flatMap((list, i) => list.slice(1).map((value) => first.with(i, value)))];
}

/** How many combinations there are: 2 · 3 · 4 in a grid, 1 + 1 + 2 + 3 one at a time. */
export function sizeOf(design: Design, lengths: readonly number[]): number {
  return design === "grid"
    ? lengths.reduce((product, length) => product * length, 1)
    : lengths.reduce((sum, length) => sum + length - 1, 1);
}
