import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";

/** The bytes of a file that was given as an array of whatever type. @throws a usage error for anything else. */
export function bytesOf(bytes: unknown, where: string): Uint8Array {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (Object.prototype.toString.call(bytes) === "[object ArrayBuffer]") return new Uint8Array(bytes as ArrayBuffer);
  throw usageError({
    where,
    expected: "the bytes of a file, as a Uint8Array",
    received: show(bytes),
    fix: "loadModel, loadRun and importWeights read a file by its path, in Node.js.",
  });
}
