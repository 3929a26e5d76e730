import { partOfScale } from "../../data/row-scale.ts";
import { scaled } from "../../data/scaled.ts";
import type { LinearScale } from "../../data/scaling.ts";
import type { Head } from "../../train/prepare/heads-of.ts";

/** Of how many training targets this is found. */
const MOST = 20_000;

/** The share of the training targets, as they are scaled, that are outside of a range. */
export function outOfReach(
  { data, place }: Head,
  [low, high]: readonly [number, number],
  targetScale: LinearScale | undefined,
): number {
  const { data: given } = data.train.targets;
  const targets = given.subarray === undefined ? given : given.subarray(0, MOST);
  const scale = targetScale && (place === undefined ? targetScale : partOfScale(targetScale, place));
  const numbers = scale === undefined ? targets : scaled(targets, scale);
  const slack = 1e-6 * (1 + Math.abs(low));
  let outside = 0;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] < low - slack || numbers[i] > high + slack) outside++;
  return outside / numbers.length;
}
