import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import type { NumberArray, Values } from "./dataset.ts";
import { sizeOf } from "./size-of.ts";
import { compact, isList, notANumber, storedNumbers, typeName } from "./stored-numbers.ts";

/** Numbers with a shape, row-major, in any array of numbers. */
export interface ArrayValues {
  shape: readonly number[];
  data: ArrayLike<number>;
}

/** Lists of lists of numbers, all of one length at each depth; the innermost may be typed arrays. */
export type Nested = readonly (number | ArrayLike<number> | Nested)[];

/**
 * Values as a dataset stores them, from numbers with a shape or from lists of lists: [[1, 2], [3, 4]] has the shape
 * [2, 2].
 * @throws a usage error for anything else, for lists of different lengths at one depth, and for entries that are not
 * numbers, with the place.
 */
export function valuesOf(where: string, given: unknown): Values {
  if (Array.isArray(given)) return fromNested(where, given);
  const { shape, data } = (typeof given === "object" && given !== null ? given : {}) as Partial<ArrayValues>;
  if (!Array.isArray(shape) || data === undefined)
    throw usageError({
      where,
      expected: "numbers with their shape, { shape: [samples, …features], data }, or lists of lists, [[1, 2], [3, 4]]",
      received: given === undefined ? "none" : show(given),
    });
  return {
    shape,
    data: storedNumbers(where, data, sizeOf(shape.slice(1))),
  };
}

/** Deeper than any data. The limit ends lists that contain themselves. */
const DEEPEST = 16;

function fromNested(where: string, given: readonly unknown[]): Values {
  const shape: number[] = [];
  let first: unknown = given;
  for (; isList(first) && shape.length < DEEPEST; first = first[0]) shape.push(first.length);
  const size = sizeOf(shape);
  const width = size / Math.max(1, shape[0]);
  const rows = [...rowsOf(where, given, shape, "")];
  const types = new Set(rows.map(typeName));
  const [type] = types;
  if (types.size === 1 && type !== undefined) return { shape, data: joined(where, rows, size) };
  const numbers = new Float64Array(size);
  let at = 0;
  rows.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) {
      const x = row[j];
      if (typeof x !== "number") throw notANumber(where, x, `place ${j} of row ${i}`);
      numbers[at++] = x;
    }
  });
  return { shape, data: compact(numbers, width) };
}

/** The innermost lists in order, all with the lengths in `shape`. */
function* rowsOf(where: string, list: unknown, shape: readonly number[], path: string): Generator<ArrayLike<unknown>> {
  const [length, ...inner] = shape;
  if (!isList(list) || list.length !== length)
    throw usageError({
      where: `${where}${path}`,
      expected: `a list of length ${length}, like the first`,
      received: isList(list) ? `${list.length}` : list === undefined ? "none" : show(list),
    });
  if (inner.length === 0) yield list;
  else for (let i = 0; i < length; i++) yield* rowsOf(where, list[i], inner, `${path}[${i}]`);
}

/** Rows that are typed arrays, joined in the type that a dataset stores. */
function joined(where: string, rows: readonly ArrayLike<unknown>[], size: number): NumberArray {
  const kept = rows.map((row) => storedNumbers(where, row, row.length));
  const data = new (kept[0].constructor as new (length: number) => NumberArray)(size);
  let at = 0;
  for (const row of kept) {
    data.set(row, at);
    at += row.length;
  }
  return data;
}
