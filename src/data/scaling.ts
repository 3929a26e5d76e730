import { checkDefinition } from "../check-definition.ts";
import { type Options, resolveOptions, type ValuesOf } from "../options.ts";
import { type Instance, instantiate, type NamedArguments, type TrickDefinition } from "../trick.ts";
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
  const make = (...[options]: NamedArguments<O>): Scaling => {
    const values = resolveOptions(definition.name, definition.options, options);
    return instantiate(definition as unknown as TrickDefinition, values, {
      fit: (training: NumberArray) => definition.fit(training, values),
    });
  };
  return Object.assign(make, { definition });
}

/** The least and the greatest number. */
export function rangeOf(numbers: NumberArray): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const x of numbers) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return { low, high };
}
