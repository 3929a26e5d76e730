import type { HostArray } from "../backend/backend.ts";
import type { Values } from "../data/samples.ts";
import { usageError } from "../errors.ts";
import { type Shape, showShape, sizeOf } from "../graph/shape.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { refused } from "../options.ts";

/** Numbers that somebody gave; of unknown shape where they are a flat array. */
export interface GivenTensor {
  data: HostArray;
  shape: Shape | undefined;
}

/** `{ shape, data }`, or an array alone. @throws a usage error for what is neither, and for numbers that do not fill their shape. */
export function givenTensor(where: string, given: unknown): GivenTensor {
  const { data, shape } = isPlainObject(given) ? (given as Partial<Values>) : { data: given, shape: undefined };
  if (!ARRAYS.some((type) => data instanceof type))
    throw refused(where, "{ shape, data }, or an array such as a Float32Array", given);
  const numbers = data as HostArray;
  if (shape === undefined || (isShape(shape) && sizeOf(shape) === numbers.length)) return { data: numbers, shape };
  throw usageError({
    where,
    expected: `a shape of ${numbers.length} numbers`,
    received: isNumbers(shape) ? showShape(shape) : show(shape),
  });
}

const ARRAYS = [Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array];

function isShape(shape: unknown): shape is Shape {
  return isNumbers(shape) && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
}

function isNumbers(list: unknown): list is readonly number[] {
  return Array.isArray(list) && list.every((value) => typeof value === "number");
}
