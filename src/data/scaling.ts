import { type Options, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Instance, type NamedArguments, type TrickDefinition, trickMaker } from "../trick.ts";
import type { NumberArray } from "./dataset.ts";

/** scaled = (x − subtract) · multiply */
export interface LinearScale {
  subtract: number;
  multiply: number;
}

/** Brings inputs into a range; fitted on the training part only, and kept with the model. */
export interface Scaling extends Instance {
  fit(training: NumberArray): LinearScale;
}

/** Defines a scaling: `export const scaleToUnit = defineScaling({ … })`, then `scaleToUnit()`. */
export function defineScaling<O extends Options>(
  definition: TrickDefinition<O> & { fit(training: NumberArray, values: ValuesOf<O>): LinearScale },
): ((...args: NamedArguments<O>) => Scaling) & { definition: TrickDefinition<O> } {
  checkDefinition("defineScaling", definition, ["fit"]);
  return trickMaker(definition, (values: ValuesOf<O>) => ({
    fit(training: NumberArray) {
      const scale = definition.fit(training, values);
      const { subtract, multiply } = Object(scale) as LinearScale;
      if (Number.isFinite(subtract) && Number.isFinite(multiply)) return scale;
      throw refused(`${definition.name}: fit`, "{ subtract, multiply }, two finite numbers", scale);
    },
  }));
}

/** The least and the greatest number, and whether all are one number. */
export function rangeOf(numbers: NumberArray): { low: number; high: number; constant: boolean } {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < numbers.length; i++) {
    const x = numbers[i];
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return { low, high, constant: isConstant(high - low, Math.max(Math.abs(low), Math.abs(high)), numbers) };
}

/**
 * Whether a range is none: 0, below what 1 / range can be in float32, or a few roundings of the largest number. Such a
 * range would be a factor of 1e12 and more that makes signals of nothing. A range above 0.001 is never taken for
 * rounding: left as it is, it would be seen.
 */
function isConstant(range: number, largest: number, numbers: NumberArray): boolean {
  const rounding = numbers instanceof Float32Array ? 2 ** -22 : 2 ** -46; // four steps of float32, 64 of float64
  return !(range > Math.max(SMALLEST_NORMAL, Math.min(rounding * largest, 1e-3)));
}

/** Of float32. */
const SMALLEST_NORMAL = 2 ** -126;
