import type { HostArray } from "../backend/backend.ts";
import type { NumberArray, Values } from "../data/samples.ts";
import { usageError } from "../errors.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { type Checks, oneOf, optional, refused, resolveOptions } from "../options.ts";
import { DTYPES } from "./dtypes.ts";
import { givenTensor } from "./given-tensor.ts";
import { joinTensors, type StoredTensor } from "./safetensors.ts";

const FLOATS = ["F64", "F32", "F16", "BF16"] as const;

/** How tensors are written. */
export interface WriteSafetensorsOptions {
  /** How all numbers are stored; by default as their arrays are: a Float32Array as F32, a Uint8Array as U8. */
  dtype?: (typeof FLOATS)[number] | undefined;
}

export const writeOptions = {
  dtype: optional({ ...oneOf(FLOATS, "F32", "how numbers are stored"), fallback: undefined }),
} satisfies Checks<WriteSafetensorsOptions>;

/**
 * The bytes of a safetensors file, which any library of that format reads. Numbers that a shorter dtype does not have become the
 * nearest ones.
 * @param tensors numbers with their shapes by name, or flat arrays.
 * @param metadata texts by name.
 * @throws a usage error for names that the format keeps for itself, numbers that do not fill their shape, metadata that are no
 * texts, and for finite numbers that would be infinite in the dtype.
 * @example
 * const bytes = writeSafetensors({ "0.dense/kernel": { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } }, { by: "me" });
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, Values | NumberArray>>,
  metadata: Readonly<Record<string, string>> = {},
  options: WriteSafetensorsOptions = {},
): Uint8Array<ArrayBuffer> {
  const where = "writeSafetensors";
  const { dtype } = resolveOptions(where, writeOptions, options);
  if (!isPlainObject(tensors)) throw refused(`${where}: tensors`, "numbers by name", tensors);
  if (!isPlainObject(metadata)) throw refused(`${where}: metadata`, "texts by name", metadata);
  for (const [key, text] of Object.entries(metadata))
    if (typeof text !== "string") throw refused(`${where}: metadata: ${key}`, "a text", text);
  return joinTensors(
    Object.entries(tensors).map(([name, given]) => stored(name, given, dtype)),
    metadata,
  );
}

const OWN = ["__metadata__", "__proto__"];

function stored(name: string, given: unknown, asked: WriteSafetensorsOptions["dtype"]): StoredTensor {
  const where = `writeSafetensors: ${name}`;
  if (OWN.includes(name)) throw usageError({ where, expected: "another name", received: `${name}, which is kept` });
  const { data, shape = [data.length] } = givenTensor(where, given);
  const dtype = asked ?? USUAL.find(([type]) => data instanceof type)?.[1] ?? "F32";
  return { name, dtype, shape, data: encoded(where, data, dtype) };
}

/** How each type of array is stored by default. */
const USUAL = [
  [Float64Array, "F64"],
  [Float32Array, "F32"],
  [Int32Array, "I32"],
  [Uint32Array, "U32"],
  [Uint8Array, "U8"],
] as const;

function encoded(where: string, numbers: HostArray, dtype: (typeof USUAL)[number][1] | (typeof FLOATS)[number]) {
  const data = DTYPES[dtype].write(numbers);
  if (dtype === "F64") return data;
  const read = DTYPES[dtype].read(data.buffer);
  const lost = numbers.findIndex((x, i) => Number.isFinite(x) && !Number.isFinite(read[i]));
  if (lost < 0) return data;
  throw usageError({
    where,
    expected: `numbers that ${dtype} has`,
    received: `${numbers[lost]} at index ${lost}, which is too large`,
    fix: 'Write dtype: "F32" or "BF16".',
  });
}
