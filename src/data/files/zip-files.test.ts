import { inflateSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../../errors.ts";
import { zipFiles } from "./zip-files.ts";

const FILES = { "a.npy": Uint8Array.of(1, 2, 3), "ä/b.npy": new Uint8Array(5000).fill(7) };
const stored = zipSync(FILES, { level: 0 });
const packed = zipSync(FILES, { level: 9 });
const read = (bytes: Uint8Array) =>
  Object.fromEntries([...zipFiles(bytes, "a.npz", inflateSync)].map(([name, content]) => [name, content()]));

describe("a zip file", () => {
  test("has its files, stored or compressed, wherever its bytes lie", () => {
    expect(read(stored)).toEqual(FILES);
    expect(read(packed)).toEqual(FILES);
    const shifted = new Uint8Array(packed.length + 3);
    shifted.set(packed, 3);
    expect(read(shifted.subarray(3))).toEqual(FILES);
  });

  test("with any bit of it changed has the same files by the same names, or is refused", () => {
    for (const [whole, step] of [
      [stored, 97],
      [packed, 1],
    ] as const)
      for (let bit = 0; bit < 8 * whole.length; bit += step) {
        const bytes = whole.slice();
        bytes[bit >> 3] ^= 1 << (bit & 7);
        try {
          expect(read(bytes)).toEqual(FILES);
        } catch (error) {
          expect(error).toBeInstanceOf(EvenkeelError);
        }
      }
  });

  test("that ends early is refused", () => {
    for (let length = 0; length < packed.length; length++)
      expect(() => read(packed.subarray(0, length))).toThrow(
        "a.npz: expected a whole zip file, received a damaged one (",
      );
  });

  /** The file with a number changed in its list of files, or at its end. */
  const withNumber = (from: "list" | "end", at: number, value: number) => {
    const bytes = packed.slice();
    const view = new DataView(bytes.buffer);
    const end = bytes.length - 22;
    view.setUint32((from === "end" ? end : view.getUint32(end + 16, true)) + at, value, true);
    return bytes;
  };
  test.each<[string, Uint8Array, string]>([
    ["a size that no file of its bytes has", withNumber("list", 24, 4e9), "a.npy has other sizes than it says"],
    ["a compressed size beyond its end", withNumber("list", 20, 4e9), "a.npy has other sizes than it says"],
    ["another size", withNumber("list", 24, 2), "a.npy has another checksum"],
    ["a place beyond its end", withNumber("list", 42, 4e9), "a.npy is not there"],
    ["another way of compressing", withNumber("list", 10, 14), "a.npy has other sizes than it says"],
    ["more files than there are", withNumber("end", 8, 0xffff_ffff), "its list of files ends early"],
    ["a list that lies elsewhere", withNumber("end", 16, 4e9), "its list of files ends early"],
    ["a name twice", twice(), "a.npy is in it twice"],
  ])("with %s is refused", (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
  });
});

/** Two files of one name. */
function twice(): Uint8Array {
  const bytes = zipSync({ "a.npy": Uint8Array.of(1), "b.npy": Uint8Array.of(2) });
  return bytes.map((byte, i) => (byte === 98 && bytes[i + 1] === 46 ? 97 : byte));
}
