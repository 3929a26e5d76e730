import type { Values } from "../data/samples.ts";
import { bytesOf } from "./bytes-of.ts";
import { decodeSafetensors } from "./decode-safetensors.ts";
import type { DtypeName } from "./dtypes.ts";
import { expectIntact } from "./evenkeel-file.ts";

/** A tensor of a safetensors file. */
export interface SafeTensor extends Values {
  /** How the file stores its numbers. */
  dtype: DtypeName;
}

/** What stands in a safetensors file. */
export interface Safetensors {
  /** Tensors by name, in the order of the header. */
  tensors: Record<string, SafeTensor>;
  /** Texts by name. */
  metadata: Record<string, string>;
}

/**
 * The tensors of a safetensors file from its bytes, with all rules of the format checked first. F16 and BF16 become float32,
 * integers of 64 bits become float64; every number is exact. Checksums that Evenkeel wrote are verified.
 * @param where names the bytes in errors.
 * @throws a run error for bytes that are not such a file or break one of its rules, which names the tensor; for a dtype that is
 * not read (8-bit floats, complex numbers), and for integers beyond ±(2⁵³ − 1).
 * @example
 * const { tensors, metadata } = readSafetensors(writeSafetensors({ a: { shape: [2], data: Float32Array.of(1, 2) } }));
 */
export function readSafetensors(bytes: Uint8Array | ArrayBuffer, where = "safetensors"): Safetensors {
  const decoded = decodeSafetensors(bytesOf(bytes, where), where);
  expectIntact(decoded, where);
  return decoded;
}
