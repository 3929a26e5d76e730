import type { Measures } from "../../train/run/history.ts";

/** The mean of some numbers; NaN of none. */
export function meanOfNumbers(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

/** The means of several measures by name; all have those of the first. */
export function meanOfMeasures(all: readonly Readonly<Measures>[]): Measures {
  const [first] = all;
  return Object.fromEntries(Object.keys(first).map((name) => [name, meanOfNumbers(all.map((each) => each[name]))]));
}
