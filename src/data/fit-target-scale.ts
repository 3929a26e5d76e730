import type { Dataset } from "./dataset.ts";
import { type LinearScale, type NumberScale, UNSCALED } from "./linear-scale.ts";
import { standardize } from "./scaling/standardize.ts";
import type { Scaling } from "./scaling.ts";

/**
 * The scale of real targets in training, fitted to those of the training set: of targets [n, outputs] each by itself, of others
 * all together. undefined where targets stay as they are.
 */
export function fitTargetScale(
  { train: { targets } }: Dataset,
  scaling: Scaling | "none" = standardize(),
): LinearScale | undefined {
  if (scaling === "none") return undefined;
  const sample = targets.shape.slice(1);
  const numbers =
    targets.data instanceof Uint8Array && sample.length <= 1 ? Float32Array.from(targets.data) : targets.data;
  const { subtract, multiply } = sample.length === 0 ? scaling.fit(numbers) : scaling.fit(numbers, sample);
  const scale: LinearScale = { subtract: plain(subtract), multiply: plain(multiply) };
  return isUnscaled(scale) ? undefined : scale;
}

/** A list of one number is that number. */
function plain(numbers: NumberScale["subtract"] | readonly number[]): number | readonly number[] {
  return typeof numbers !== "number" && numbers.length === 1 ? numbers[0] : numbers;
}

function isUnscaled({ subtract, multiply }: LinearScale): boolean {
  return subtract === UNSCALED.subtract && multiply === UNSCALED.multiply;
}
