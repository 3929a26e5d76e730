import type { ArrayLikeValue } from "../compile.ts";
import { nameOfFeature } from "../data/checks/name-of-feature.ts";
import type { Dataset } from "../data/dataset.ts";
import { isList } from "../data/stored-numbers.ts";
import { usageError } from "../errors.ts";
import { type Shape, showBatch, showShape, sizeOf } from "../graph/shape.ts";
import { show } from "../options/show.ts";
import { refused } from "../options.ts";
import type { TrainedModelParts } from "./model-parts.ts";

/** Samples as rows of numbers. */
export interface Rows {
  count: number;
  data: ArrayLike<number>;
}

/**
 * The samples in the inputs of predict: [batch, …], or one sample without the batch dimension. Numbers without a shape are
 * refused: four of them may be one sample or four, and a wrong guess would go unnoticed.
 * @param names what the numbers of a sample are called, for errors.
 * @throws a usage error for anything else, and for a number that is not finite, with its place.
 */
export function readInputs(
  where: string,
  given: unknown,
  inputShape: Shape,
  names: Pick<TrainedModelParts, "columns" | "layout"> = {},
): Rows {
  const { shape, data } = withShape(where, given, inputShape);
  const batched = shape.length === inputShape.length ? [1, ...shape] : shape;
  const fits = String(batched.slice(1)) === String(inputShape) && data.length === sizeOf(shape);
  if (!fits || batched.length === 0)
    throw usageError({
      where,
      expected: `inputs ${showBatch(inputShape)} with as many numbers`,
      received: `${showShape(shape)} with ${data.length} numbers`,
    });
  checkNumbers(where, data, sizeOf(inputShape), names);
  return { count: batched[0], data };
}

function withShape(where: string, given: unknown, inputShape: Shape): ArrayLikeValue {
  if (isList(given)) {
    const nested = given.length > 0 && isList(given[0]);
    const count = given.length / sizeOf(inputShape);
    const shape = !nested && Number.isInteger(count) ? showShape([count, ...inputShape]) : showBatch(inputShape);
    throw usageError({
      where,
      expected: `inputs ${showBatch(inputShape)} as { shape, data }`,
      received: nested ? `lists in a list of ${given.length}` : `${given.length} numbers without a shape`,
      fix: `Give { shape: ${shape}, data: ${nested ? "lists.flat(Infinity)" : "numbers"} }, row by row.`,
    });
  }
  const { shape, data, inputs, train } = Object(given) as Record<"shape" | "data" | "inputs" | "train", unknown>;
  const whole = isList(shape) && Array.from(shape).every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
  if (whole && isList(data)) return { shape: Array.from(shape) as number[], data: data as ArrayLike<number> };
  const expected = `inputs ${showBatch(inputShape)} as { shape, data }`;
  if (typeof (given as { then?: unknown } | null)?.then === "function") throw refused(where, expected, given);
  const [received, fix] =
    inputs !== undefined
      ? ["samples with inputs and targets", "Give their inputs: samples.inputs."]
      : train !== undefined
        ? ["a whole dataset", "Give the inputs of one split, such as data.test.inputs."]
        : [show(given), `Give { shape: ${showBatch(inputShape)}, data }.`];
  throw usageError({ where, expected, received, fix });
}

/** Arrays of integers always fit; other numbers must be finite in float32, in which the engine computes. */
function checkNumbers(
  where: string,
  data: ArrayLike<unknown>,
  perInput: number,
  names: Pick<TrainedModelParts, "columns" | "layout">,
): void {
  const whole = ArrayBuffer.isView(data) && !/Float/.test(Object.prototype.toString.call(data));
  if (whole && isNumber(data[0])) return;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (isNumber(value)) continue;
    const feature = i % perInput;
    const name = nameOfFeature(feature, names as Pick<Dataset, "columns" | "layout">);
    throw usageError({
      where: `${where}: inputs`,
      expected: "finite numbers",
      received: `${show(value)} at index ${i}, in sample ${Math.floor(i / perInput)}, feature ${feature}${name === undefined ? "" : ` (${name})`}`,
      fix: "Replace missing values as you did before training.",
    });
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(Math.fround(value));
}
