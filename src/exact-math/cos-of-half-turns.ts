import { direction } from "./direction.ts";

/** cos πx, the float64 nearest to it, on every JavaScript engine (`Math.cos` may differ in the last place). */
export function cosOfHalfTurns(x: number): number {
  return direction(x / 2)[0];
}
