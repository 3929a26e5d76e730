import { runError } from "../../errors.ts";

const BLOCK = 512;

/**
 * The plain files of a tar archive (ustar) by their names, in order: a block that says name, size and its own checksum, the bytes, filled up
 * to whole blocks.
 * @throws a run error for an archive that is cut off, or is none.
 */
export function tarFiles(bytes: Uint8Array, where: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const head = bytes.subarray(at, at + BLOCK);
    const text = (from: number, to: number) =>
      new TextDecoder("latin1").decode(head.subarray(from, to)).replace(/\0[\s\S]*/, "");
    const size = octal(text(124, 136));
    const type = text(156, 157);
    if (!text(257, 262).startsWith("ustar") || !Number.isSafeInteger(size) || octal(text(148, 156)) !== sumOf(head))
      throw runError({ where, expected: "a tar archive", received: `other bytes at ${at}` });
    const start = at + BLOCK;
    if (start + size > bytes.length)
      throw runError({ where, expected: `${size} bytes of ${text(0, 100)}`, received: `${bytes.length - start}` });
    const prefix = text(345, 500);
    if (type === "" || type === "0")
      files.set(`${prefix}${prefix === "" ? "" : "/"}${text(0, 100)}`, bytes.subarray(start, start + size));
    at = start + BLOCK * Math.ceil(size / BLOCK);
  }
  return files;
}

/** A number of the head: octal digits between spaces; none for anything else. */
function octal(text: string): number {
  return /^[0-7]+$/.test(text.trim()) ? Number.parseInt(text.trim(), 8) : Number.NaN;
}

/** The checksum of a head: the sum of its bytes, its own place counted as spaces. */
function sumOf(head: Uint8Array): number {
  return head.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}
