import { powerOfTwoUpTo } from "./power-of-two-up-to.ts";

/** The least power of two that is no smaller than x, for a finite x > 0. */
export function powerOfTwoFrom(x: number): number {
  const below = powerOfTwoUpTo(x);
  return below === x ? below : 2 * below;
}
