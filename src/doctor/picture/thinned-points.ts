import { meanOf } from "../examine/means.ts";

/** More points than these cannot be told apart. */
const MOST = 100;

/** Values at places, as means over equal stretches where there are many; those that are not finite are left out. */
export function thinnedPoints(places: readonly number[], values: readonly number[]): [number, number][] {
  const finite = values.flatMap((value, i) => (Number.isFinite(value) ? [[places[i], value] as [number, number]] : []));
  const stretch = Math.ceil(finite.length / MOST);
  if (stretch <= 1) return finite;
  return Array.from({ length: Math.ceil(finite.length / stretch) }, (_, i) => {
    const part = finite.slice(i * stretch, (i + 1) * stretch);
    return [meanOf(part.map(([place]) => place)).mean, meanOf(part.map(([, value]) => value)).mean];
  });
}
