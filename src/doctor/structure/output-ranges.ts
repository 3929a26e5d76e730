import { RANGES } from "../../data/checks/output-ranges.ts";

/** The range of the outputs of activations that do not give all numbers. */
export const OUTPUT_RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  ...RANGES,
  elu: [-1, Number.POSITIVE_INFINITY],
  selu: [-1.7581, Number.POSITIVE_INFINITY], // −λα
  gelu: [-0.17, Number.POSITIVE_INFINITY],
  silu: [-0.2785, Number.POSITIVE_INFINITY],
  hardSwish: [-0.375, Number.POSITIVE_INFINITY], // at −1.5
};
