import { usageError } from "../errors.ts";
import { refused } from "../options.ts";
import { show } from "./show.ts";

/** Numbers with a shape, row-major. */
interface ArrayOfNumbers {
  shape: readonly number[];
  data: ArrayLike<number>;
}

/**
 * Demands { shape, data }: whole extents, and numbers in an array of any kind. Whether they are as many as the shape has
 * is for the caller to say.
 * @throws "argument 0: expected { shape, data }, …, received Float32Array of 784. Write { shape: [1, 784], data: … }."
 */
export function expectArray(where: string, value: unknown): asserts value is ArrayOfNumbers {
  const expected = "{ shape, data }, the extents and the numbers row-major";
  if (isNumbers(value))
    throw usageError({
      where,
      expected,
      received: show(value),
      fix: `Write { shape: [1, ${value.length}], data: … }.`,
    });
  if (Array.isArray(value))
    throw usageError({ where, expected, received: show(value), fix: "Give all numbers in one flat list as data." });
  if (typeof value !== "object" || value === null) throw refused(where, expected, value);
  const { shape, data, inputs } = value as Partial<ArrayOfNumbers> & { inputs?: unknown };
  if (shape === undefined && data === undefined && inputs !== undefined)
    throw usageError({
      where,
      expected,
      received: "samples",
      fix: "Give their inputs alone, such as data.test.inputs.",
    });
  if (shape === undefined && data === undefined) throw refused(where, expected, value);
  expectShape(`${where}: shape`, shape);
  if (!isNumbers(data))
    throw usageError({ where: `${where}: data`, expected: "a flat array of numbers", received: fault(data) });
}

/** Demands a list of whole numbers of at least 0. */
export function expectShape(where: string, shape: unknown): asserts shape is readonly number[] {
  if (Array.isArray(shape) && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) return;
  throw refused(where, "a list of whole numbers of at least 0", shape);
}

/** Demands a list of whole numbers: extents, axes, places. */
export function expectIntegers(where: string, list: unknown): asserts list is readonly number[] {
  if (!Array.isArray(list) || !list.every(Number.isInteger)) throw refused(where, "a list of whole numbers", list);
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  if (ArrayBuffer.isView(value))
    return !(value instanceof DataView) && typeof Array.prototype.at.call(value, 0) !== "bigint";
  return Array.isArray(value) && value.findIndex((x) => typeof x !== "number") === -1;
}

/** What was given, with the place of the first that is no number. */
function fault(data: unknown): string {
  if (!Array.isArray(data)) return show(data);
  const i = data.findIndex((x) => typeof x !== "number");
  return `${show(data[i])} at index ${i}`;
}
