import * as v from "valibot";
import { custom, type Options, optional, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Instance, type NamedArguments, type TrickDefinition, trickMaker } from "../trick.ts";
import type { NumberArray } from "./dataset.ts";
import { fitByFeature } from "./fit-by-feature.ts";
import type { LinearScale, NumberScale, Per } from "./linear-scale.ts";

export { type LinearScale, type NumberScale, type Per, UNSCALED } from "./linear-scale.ts";

/** The option `per` of a scaling; a scaling of your own that has it is fitted to each feature or channel by itself. */
export const PER = optional(
  custom<Per>(
    v.picklist(["all", "feature", "channel"]),
    undefined,
    "one of all, feature, channel",
    'what has a scale of its own: "feature" (the default for inputs [n, features] that are not bytes), "channel" (the last dimension), or "all" numbers together (the default for others)',
  ),
);

/** Scales inputs into a range; fitted on the training set alone, and saved with the model. */
export interface Scaling extends Instance {
  /** One scale for all numbers of a training set. */
  fit(training: NumberArray): NumberScale;
  /**
   * The scale for the samples of a training set, by feature or channel where the scaling says so (`per`).
   * @param sample the shape of one sample.
   * @param scaled which features are scaled; the others stay as they are. All by default.
   */
  fit(training: NumberArray, sample: readonly number[], scaled?: readonly boolean[]): LinearScale;
}

/**
 * Defines a scaling of inputs: scaled = (x − subtract) · multiply.
 * @param definition its name, summary, source and options, and `fit`, which looks at the training inputs: at those of each
 * feature or channel in turn if there is an option `per` that says so, else at all together.
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
  definition: TrickDefinition<O> & { fit(training: NumberArray, values: ValuesOf<O>): NumberScale },
): ((...args: NamedArguments<O>) => Scaling) & { definition: TrickDefinition<O> } {
  checkDefinition("defineScaling", definition, ["fit"]);
  return trickMaker(definition, (values: ValuesOf<O>) => {
    const fitted = (training: NumberArray): NumberScale => {
      const scale = definition.fit(training, values);
      const { subtract, multiply } = Object(scale) as NumberScale;
      if (Number.isFinite(subtract) && Number.isFinite(multiply)) return scale;
      throw refused(`${definition.name}: fit`, "{ subtract, multiply }, two finite numbers", scale);
    };
    const { per } = values as { per?: Per };
    const byItself = Object.hasOwn(definition.options, "per") ? per : "all";
    function fit(training: NumberArray): NumberScale;
    function fit(training: NumberArray, sample: readonly number[], scaled?: readonly boolean[]): LinearScale;
    function fit(training: NumberArray, sample?: readonly number[], scaled?: readonly boolean[]): LinearScale {
      return sample === undefined
        ? fitted(training)
        : fitByFeature(fitted, { training, sample, scaled, per: byItself });
    }
    return { fit };
  });
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
