import * as v from "valibot";
import type { HostArray } from "../backend/backend.ts";
import { errorText } from "../error-text.ts";
import { runError } from "../errors.ts";
import { type Shape, showShape } from "../graph/shape.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { damagedFile } from "./damaged-file.ts";
import { DTYPES, type DtypeName } from "./dtypes.ts";
import { isDeeper } from "./is-deeper.ts";
import { repeatedKey } from "./repeated-key.ts";

/** The longest header (as in the library of the format), and the most tensors that it may name. */
const LONGEST_HEADER = 100_000_000;
const MOST_TENSORS = 65_536;
/** The header, a tensor, its shape; a little more, so that errors name what is wrong. */
const DEEPEST = 10;

/** A tensor of a file. */
export interface DecodedTensor {
  dtype: DtypeName;
  shape: Shape;
  data: HostArray;
}

/** What stands in a file. */
export interface DecodedFile {
  tensors: Record<string, DecodedTensor>;
  metadata: Record<string, string>;
}

/** A tensor as the header describes it, checked by itself. */
interface Entry {
  name: string;
  dtype: DtypeName;
  shape: Shape;
  from: number;
  to: number;
}

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const wholeNumbers = v.array(whole);
const offsets = v.strictTuple([whole, whole]);

/**
 * The tensors and the metadata of a safetensors file. Everything is checked before anything is allocated: tensors lie one after
 * another without a gap up to the last byte of the file, in whatever order the header names them.
 * Source: https://github.com/huggingface/safetensors, the format and its notes
 * @throws a run error for bytes that are not such a file, or are damaged.
 */
export function decodeSafetensors(file: Uint8Array, where: string): DecodedFile {
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength); // the slice() of a Buffer would share memory
  const { header, start } = readHeader(bytes, where);
  const { __metadata__: metadata = {}, ...described } = header;
  expectTexts(metadata, where);
  const entries = Object.entries(described).map(([name, entry]) => entryOf(name, entry, where));
  expectGapless(entries, bytes.length - start, where);
  const tensors = entries.map(({ name, dtype, shape, from, to }) => {
    const data = DTYPES[dtype].read(bytes.slice(start + from, start + to).buffer);
    expectExact(name, dtype, data, where);
    return [name, { dtype, shape, data }];
  });
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> };
}

/** The header, a JSON object with a bounded number of entries, and where the numbers begin. */
function readHeader(bytes: Uint8Array, where: string): { header: Record<string, unknown>; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(length <= bytes.length - 8))
    throw damagedFile(where, `a header within ${bytes.length} bytes`, `one of ${length} bytes`);
  if (length > LONGEST_HEADER)
    throw damagedFile(where, `a header of at most ${LONGEST_HEADER} bytes`, `one of ${length} bytes`);
  const start = 8 + length;
  if (bytes[8] !== 0x7b || length === 0)
    throw damagedFile(where, 'a header that begins with "{"', length === 0 ? "none" : `the byte ${bytes[8]}`);
  let header: Record<string, unknown>;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, start));
    if (isDeeper(text, DEEPEST)) throw new Error("lists within lists");
    header = JSON.parse(text);
    const repeated = repeatedKey(text);
    if (repeated !== undefined) throw new Error(`the key ${show(repeated)} twice`);
  } catch (cause) {
    throw damagedFile(where, "a JSON header", errorText(cause), cause);
  }
  const count = Object.keys(header).length;
  if (count > MOST_TENSORS) throw damagedFile(where, `at most ${MOST_TENSORS} tensors`, String(count));
  return { header, start };
}

function expectTexts(metadata: unknown, where: string): void {
  if (!isPlainObject(metadata)) throw damagedFile(where, "metadata by name", show(metadata));
  for (const [key, value] of Object.entries(metadata))
    if (typeof value !== "string") throw damagedFile(where, `a text as ${key} of the metadata`, show(value));
}

/** What the header says of a tensor. @throws a run error that names the tensor and the rule that it breaks. */
function entryOf(name: string, entry: unknown, where: string): Entry {
  const refuse = (expected: string, received: string) => damagedFile(where, `${expected} of tensor ${name}`, received);
  if (name === "__proto__") throw damagedFile(where, "another name than __proto__ for a tensor", name);
  if (!isPlainObject(entry)) throw refuse("dtype, shape and data_offsets", show(entry));
  const { dtype, shape, data_offsets: place } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(DTYPES, dtype))
    throw runError({
      where,
      expected: `one of ${Object.keys(DTYPES).join(", ")} as dtype of tensor ${name}`,
      received: show(dtype),
      fix: "Save the tensor as F32, or leave it out of the file.",
    });
  if (!v.is(wholeNumbers, shape)) throw refuse("a list of whole numbers as shape", show(shape));
  if (!v.is(offsets, place)) throw refuse("two whole numbers as data_offsets", show(place));
  const [from, to] = place;
  if (to < from) throw refuse("data_offsets that end where they begin, or later,", `${from} to ${to}`);
  let size = DTYPES[dtype as DtypeName].bytes;
  for (const extent of shape) {
    size *= extent;
    if (!Number.isSafeInteger(size)) throw refuse("a size that can be counted", `the shape ${showShape(shape)}`);
  }
  if (to - from !== size)
    throw refuse(
      `${size} bytes for the shape ${showShape(shape)} in ${dtype}`,
      `the data_offsets ${from} to ${to}, ${to - from} bytes`,
    );
  return { name, dtype: dtype as DtypeName, shape, from, to };
}

/** @throws a run error unless the tensors fill all bytes, each exactly once. */
function expectGapless(entries: readonly Entry[], size: number, where: string): void {
  let [end, before] = [0, "the header"];
  for (const { name, from, to } of entries.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end)
      throw damagedFile(
        where,
        `the numbers of tensor ${name} from byte ${end}, where ${before} ends`,
        `${from < end ? "an overlap" : "a gap"}: they begin at ${from}`,
      );
    [end, before] = [to, `tensor ${name}`];
  }
  if (end !== size) throw damagedFile(where, `${end} bytes of numbers, up to the end of ${before}`, `${size}`);
}

/** @throws a run error for integers of 64 bits that no number of ours holds, and for a truth that is neither 0 nor 1. */
function expectExact(name: string, dtype: DtypeName, data: HostArray, where: string): void {
  const [most, words] = EXACT[dtype] ?? [];
  const wrong = most && data.find((x) => Math.abs(x) > most);
  if (wrong === undefined) return;
  throw damagedFile(where, `${words} in tensor ${name} of ${dtype}`, String(wrong));
}

const LARGEST = [Number.MAX_SAFE_INTEGER, "whole numbers of at most 2^53 − 1"] as const;
const EXACT: { readonly [D in DtypeName]?: readonly [most: number, words: string] } = {
  I64: LARGEST,
  U64: LARGEST,
  BOOL: [1, "0 or 1"],
};
