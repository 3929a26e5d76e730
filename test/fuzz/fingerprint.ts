import { checksum } from "../../src/files/checksum.ts";

/** A text by which two values that were read are the same: numbers of arrays by their bytes, and those that JSON has no word for. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (ArrayBuffer.isView(one)) {
      const { buffer, byteOffset, byteLength } = one;
      return `${one.constructor.name} ${byteLength} ${checksum(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength))}`;
    }
    if (typeof one === "number" && (!Number.isFinite(one) || Object.is(one, -0)))
      return Object.is(one, -0) ? "-0" : `${one}`;
    return one instanceof Map ? [...one] : one;
  });
}
