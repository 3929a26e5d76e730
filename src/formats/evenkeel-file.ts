import { checksum } from "../files/checksum.ts";
import type { Shape } from "../graph/shape.ts";
import { show } from "../options/show.ts";
import { bytesOf } from "./bytes-of.ts";
import { damagedFile } from "./damaged-file.ts";
import { type DecodedFile, type DecodedTensor, decodeSafetensors } from "./decode-safetensors.ts";
import { isDeeper } from "./is-deeper.ts";
import { encodeSafetensors, type StoredArray, storedArray } from "./safetensors.ts";
import type { Weights } from "./weights.ts";

/** The version of the description of models and runs. Additions do not change it. */
const FORMAT = 1;

/** The description in a file: any JSON, still to be checked. */
export type Description = Readonly<Record<string, unknown>>;

/** A description and tensors, with their shapes where known, as one safetensors file: docs/file-format.md. */
export function encodeFile(
  description: Description,
  tensors: Weights,
  shapes: Readonly<Record<string, Shape>>,
): Uint8Array<ArrayBuffer> {
  const stored = Object.fromEntries(Object.entries(tensors).map(([name, data]) => [name, storedArray(data)]));
  const evenkeel = JSON.stringify({ format: FORMAT, ...description });
  // Checksums come first: damage that swallows them and goes on into the description takes the key "evenkeel" with it.
  const checksum = JSON.stringify(checksumsOf(evenkeel, stored));
  return encodeSafetensors(stored, { checksum, evenkeel }, shapes);
}

/**
 * The description and the tensors of a file that `encodeFile` made.
 * @throws a run error for a file of another kind or version, and for wrong checksums. (0.1.0 wrote none.)
 */
export function decodeFile(
  bytes: Uint8Array | ArrayBuffer,
  where: string,
): { description: Description; tensors: Record<string, StoredArray> } {
  const decoded = decodeSafetensors(bytesOf(bytes, where), where);
  const { evenkeel } = decoded.metadata;
  if (evenkeel === undefined) throw otherKind(where, "a safetensors file of another kind");
  expectIntact(decoded, where);
  const floats = Object.entries(decoded.tensors).map(([name, one]) => [name, floatsOf(name, one, where)]);
  const description = parsed(evenkeel, where);
  if (description?.format !== FORMAT) throw otherKind(where, `format ${show(description?.format)}`);
  return { description, tensors: Object.fromEntries(floats) };
}

/** @throws a run error where a file has checksums of ours that are not those of what is in it. */
export function expectIntact({ tensors, metadata }: DecodedFile, where: string): void {
  const { evenkeel, checksum: sums } = metadata;
  const misnamed = Object.keys(metadata).find((key) => key !== "checksum" && metadata[key].startsWith(SUMS));
  if (misnamed !== undefined) throw damagedFile(where, "checksums under checksum", misnamed);
  if (sums === undefined || (evenkeel === undefined && !sums.startsWith(SUMS))) return;
  const arrays = Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));
  verify(sums, checksumsOf(evenkeel ?? "", arrays), where);
}

/** How checksums begin. */
const SUMS = '{"evenkeel":"';

/** The tensors whose names begin with a prefix, without it. */
export function withPrefix<T>(prefix: string, tensors: Readonly<Record<string, T>>): Record<string, T> {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, data]) => [name.slice(prefix.length), data]));
}

/** The tensors with a prefix before their names. */
export function prefixed<T>(prefix: string, tensors: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(tensors).map(([name, data]) => [prefix + name, data]));
}

/** Of the description under "evenkeel", and of every tensor under its name. */
function checksumsOf(evenkeel: string, tensors: Weights): Record<string, string> {
  const ofTensors = Object.entries(tensors).map(([name, data]) => [name, checksum(data)]);
  return Object.fromEntries([["evenkeel", checksum(evenkeel)], ...ofTensors]);
}

function verify(text: string, found: Readonly<Record<string, string>>, where: string): void {
  const written = parsed(text, where) ?? {};
  for (const name of new Set([...Object.keys(written), ...Object.keys(found)])) {
    const [before, now] = [written, found].map((sums) => (Object.hasOwn(sums, name) ? String(sums[name]) : "none"));
    if (before === now) continue;
    throw damagedFile(where, `${name} with the checksum that was saved, ${before.slice(0, 8)}`, now);
  }
}

function floatsOf(name: string, { dtype, data }: DecodedTensor, where: string): StoredArray {
  if (dtype === "F32" || dtype === "F64") return data as StoredArray;
  throw damagedFile(where, `F32 or F64 as dtype of ${name}`, dtype);
}

function parsed(text: string, where: string): Description | undefined {
  try {
    if (isDeeper(text, DEEPEST)) throw new SyntaxError("lists within lists");
    const value: unknown = JSON.parse(text, MAY_HIDE.test(text) ? withoutPrototype : undefined);
    return typeof value === "object" && value !== null ? (value as Description) : undefined;
  } catch (cause) {
    throw damagedFile(where, "a description in JSON", (cause as Error).message, cause);
  }
}

/** More than twice as deep as layers within layers may be. */
const DEEPEST = 300;

/** Where the key "__proto__" may be, spelled out or escaped. */
const MAY_HIDE = /__proto__|\\u/;

function withoutPrototype(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new SyntaxError("the key __proto__");
  return value;
}

function otherKind(where: string, received: string): Error {
  return damagedFile(where, `a run or a model that evenkeel saved, of format ${FORMAT}`, received);
}
