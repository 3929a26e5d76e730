import { type Options, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Instance, type NamedArguments, type TrickDefinition, trickMaker } from "../trick.ts";
import type { NumberArray } from "./dataset.ts";

/** scaled = (x − subtract) · multiply */
export interface LinearScale {
  /** What is taken off. */
  subtract: number;
  /** What the rest is multiplied by. */
  multiply: number;
}

/** Scales inputs into a range; fitted on the training set alone, and saved with the model. */
export interface Scaling extends Instance {
  /** The scale for the inputs of a training set. */
  fit(training: NumberArray): LinearScale;
}

/**
 * Defines a scaling of inputs: scaled = (x − subtract) · multiply.
 * @param definition its name, summary, source and options, and `fit`, which looks at the training inputs.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const byMaximum = defineScaling({
 *   name: "byMaximum",
 *   summary: "Divides by the largest value.",
 *   source: "by definition",
 *   options: {},
 *   fit: (training) => ({ subtract: 0, multiply: 1 / Math.max(...training) }),
 * });
 * await train(model, data, { scaling: byMaximum() });
 */
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

/** The smallest and the largest number, and whether all numbers are equal. */
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
 * Whether a range is only rounding: 0, too small for 1 / range in float32, or a few roundings of the largest number.
 * Scaling it would multiply noise by 1e12 or more. A range above 0.001 never counts as rounding.
 */
function isConstant(range: number, largest: number, numbers: NumberArray): boolean {
  const rounding = numbers instanceof Float32Array ? 2 ** -22 : 2 ** -46; // four steps of float32, 64 of float64
  return !(range > Math.max(SMALLEST_NORMAL, Math.min(rounding * largest, 1e-3)));
}

/** The smallest normal number of float32. */
const SMALLEST_NORMAL = 2 ** -126;
