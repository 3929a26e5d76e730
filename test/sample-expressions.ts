import fc from "fast-check";
import { sizeOf } from "../src/graph/shape.ts";
import type { Tensor } from "../src/graph/tensor.ts";
import type { NormalWeights } from "./normal-weights.ts";
import { type SampleValue, sampleOperations, samplesFirst } from "./sample-operations.ts";

/** One step of a random expression: which operation, on which earlier values, with which numbers. */
interface Step {
  operation: number;
  a: number;
  b: number;
  numbers: number[];
}

/** A function of samples, each by itself: of a batch of any size it is the same. */
export interface SampleExpression {
  /** Of one sample. */
  shape: number[];
  steps: Step[];
  /** Whether a value within is only watched. */
  watched: boolean;
}

const step = fc.record({
  operation: fc.nat(1000),
  a: fc.nat(1000),
  b: fc.nat(1000),
  numbers: fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
});
const extent = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 9 }) },
  fc.constantFrom(1, 8, 12, 16, 33, 70),
);

export const sampleExpressions: fc.Arbitrary<SampleExpression> = fc.record({
  shape: fc.array(extent, { minLength: 1, maxLength: 3, size: "max" }).filter((shape) => sizeOf(shape) <= 1200),
  steps: fc.array(step, { minLength: 1, maxLength: 10 }),
  watched: fc.boolean(),
});

/** Numbers of a sample, at most. */
const LIMIT = 4000;

/** The results of all samples, [samples, …], and how many operations applied. */
export function evaluate(
  { steps }: SampleExpression,
  x: Tensor,
  weights: NormalWeights,
): { outputs: Record<string, Tensor>; used: number } {
  const values: SampleValue[] = [{ tensor: x, axis: 0 }];
  const samples = x.shape[0];
  for (const { operation, a, b, numbers } of steps) {
    // Rather the latest values, so that expressions grow deep.
    const pick = (n: number) => values[values.length - 1 - Math.min(n % 3, values.length - 1)];
    const made = sampleOperations[operation % sampleOperations.length](pick(a), pick(b), numbers, weights);
    if (made !== undefined && sizeOf(made.tensor.shape) / samples <= LIMIT && made.tensor.rank <= 6) values.push(made);
  }
  return {
    outputs: {
      result: samplesFirst(values.at(-1) as SampleValue),
      within: samplesFirst(values[values.length >> 1]),
    },
    used: values.length - 1,
  };
}
