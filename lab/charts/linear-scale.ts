import { roundTicks } from "./round-ticks.ts";

/** Where numbers lie along an axis, in pixels. */
export interface LinearScale {
  (value: number): number;
  /** About so many round numbers along it. */
  ticks(count: number): number[];
}

/** Evenly from the places of two numbers. */
export function linearScale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): LinearScale {
  const place = (value: number) => start + ((value - from) / (to - from)) * (end - start);
  return Object.assign(place, { ticks: (count: number) => roundTicks(from, to, count) });
}
