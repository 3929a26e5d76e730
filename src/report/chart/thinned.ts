import type { CurvePoint } from "./learning.ts";

/** A curve of more points shows no more, and makes a large page. */
const MOST = 400;

/** The same curve of few points: each is the mean of some that follow one another, with the least and the greatest of them. */
export function thinned(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const size = Math.ceil(points.length / MOST);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) => {
    const own = points.slice(i * size, (i + 1) * size);
    return {
      x: own[own.length - 1].x,
      mean: own.reduce((sum, { mean }) => sum + mean / own.length, 0),
      low: Math.min(...own.map(({ low }) => low)),
      high: Math.max(...own.map(({ high }) => high)),
      count: own.reduce((sum, { count }) => sum + count, 0),
    };
  });
}

export function isThinned({ points }: { readonly points: readonly CurvePoint[] }): boolean {
  return points.some(({ count }) => count > 1);
}
