import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../../errors.ts";
import { parseNpy } from "./parse-npy.ts";
import { parseNpz } from "./parse-npz.ts";

/** Files as NumPy 1.24.2 writes them; "u1" to "b1" are [[1, 2, 3], [4, 5, 6]] of that type. */
const FIXTURES: Record<string, string> = JSON.parse(
  readFileSync(new URL("../../../test/fixtures/numpy-1.24.json", import.meta.url), "utf8"),
);
const bytesOf = (name: string) => Uint8Array.from(Buffer.from(FIXTURES[name], "base64"));
const parsed = (name: string) => parseNpy(bytesOf(name), "x.npy");
const refused = (bytes: Uint8Array) => () => parseNpy(bytes, "x.npy");

describe("an array of NumPy", () => {
  test.each([
    ["u1", Uint8Array],
    ["i1", Int32Array],
    ["<i2", Int32Array],
    [">i2", Int32Array],
    ["<u2", Int32Array],
    ["<i4", Int32Array],
    [">i4", Int32Array],
    ["<u4", Uint32Array],
    ["<i8", Int32Array],
    [">u8", Int32Array],
    ["<f2", Float32Array],
    [">f2", Float32Array],
    ["<f4", Float32Array],
    ["<f8", Float64Array],
    [">f8", Float64Array],
    ["v2", Float32Array],
    ["v3", Float32Array],
  ])("of type or format %s is read", (name, type) => {
    expect(parsed(name)).toEqual({ shape: [2, 3], data: type.of(1, 2, 3, 4, 5, 6) });
  });

  test("of booleans is zeros and ones", () => {
    expect(parsed("b1").data).toEqual(Uint8Array.of(1, 1, 1, 1, 1, 1));
  });

  test("in the order of columns comes in the order of rows", () => {
    expect(parsed("fortran")).toEqual({ shape: [2, 3, 4], data: Float32Array.from({ length: 24 }, (_, i) => i) });
  });

  test("of words is a list of them", () => {
    expect(parsed("U")).toEqual({ shape: [3], data: ["cat", "é", "dog"] });
    expect(parsed("S")).toEqual({ shape: [2], data: ["cat", "d"] });
  });

  test("of 16-bit floats has small, large and infinite ones", () => {
    // numpy.float32(numpy.float16(…)) of 0.1, -65504, 6e-8 and infinity
    expect([...(parsed("halves").data as Float32Array)]).toEqual([0.0999755859375, -65504, 2 ** -24, Infinity]);
  });

  test("of large 64-bit integers is float64, up to 2^53", () => {
    expect(parsed("big").data).toEqual(Float64Array.of(2 ** 40, -1));
    expect(() => parsed("toobig")).toThrow(
      "x.npy: expected integers of at most 2^53, received 1152921504606846976, item 0.",
    );
  });

  test.each([
    ["c", "received the type <c8. Save it as numbers: numpy.save(path, array.astype("],
    ["O", "received objects of Python, which only Python can read."],
    ["struct", "x.npy: expected an array of numbers, received a structured array."],
    ["scalar", "x.npy: expected an array of at least one dimension, received a single value."],
  ])("of %s is refused", (name, message) => {
    expect(() => parsed(name)).toThrow(message);
  });

  test("of too few or too many bytes, or of none, is refused", () => {
    const whole = bytesOf("<f4");
    expect(refused(whole.subarray(0, -3))).toThrow(
      "x.npy: expected 24 bytes of items for the shape [2, 3] of <f4, received 21. The file is cut off: copy it again.",
    );
    expect(refused(Uint8Array.from([...whole, 0]))).toThrow("received 25.");
    expect(refused(whole.subarray(0, 40))).toThrow(
      "x.npy: expected a header of 118 bytes, received a file of 40 bytes.",
    );
    expect(refused(whole.subarray(0, 9))).toThrow("expected a header of 0 bytes, received a file of 9 bytes.");
    expect(refused(new Uint8Array())).toThrow(
      "x.npy: expected an NPY file, which begins with 93 NUMPY, received an empty file.",
    );
    expect(refused(new TextEncoder().encode("a,b\n1,2"))).toThrow("received the bytes 61 2c 62 0a 31 2c.");
    expect(refused(whole.with(6, 9))).toThrow("x.npy: expected NPY format 1, 2 or 3, received format 9.");
    expect(refused(whole.with(11, 32))).toThrow(
      /x.npy: expected a header with descr, fortran_order and shape, received "\{ descr'/,
    );
  });
});

/** An array by its header, behind which come eight bytes. */
const withHeader = (descr: string, shape: string) => {
  const header = Buffer.from(`{'descr': '${descr}', 'fortran_order': True, 'shape': (${shape}), }`);
  return Uint8Array.from([
    0x93,
    ...Buffer.from("NUMPY"),
    1,
    0,
    header.length,
    0,
    ...header,
    ...new Uint8Array(8).fill(255),
  ]);
};

describe("a damaged array", () => {
  test.each<[string, string, string]>([
    ["<U0", "1000000000", "received the type <U0"],
    ["|S", "1000000000", "received the type |S"],
    ["<U2", "1", "expected letters of Unicode, received the code 4294967295"],
    ["<f8", "99999999999999999999,", "received 8"],
    ["<f8", "4294967296, 4294967296", "received 8"],
    [">U4000000000", "1,", "received 8"],
    ["toString", "8", "received the type toString"],
    ["<u8", "1", "expected integers of at most 2^53"],
  ])("of type %s and shape (%s) is refused", (descr, shape, message) => {
    expect(refused(withHeader(descr, shape))).toThrow(message);
  });

  test("with any bit changed, or cut off anywhere, is read or refused in words", () => {
    for (const name of ["<f4", "fortran", "U", "<i8", "b1"]) {
      const whole = bytesOf(name);
      for (let bit = 0; bit < 8 * whole.length; bit += 3) {
        const changed = whole.slice();
        changed[bit >> 3] ^= 1 << (bit & 7);
        for (const bytes of [changed, whole.subarray(0, bit >> 3)])
          try {
            parseNpy(bytes, "x.npy");
          } catch (error) {
            expect(error).toBeInstanceOf(EvenkeelError);
          }
      }
    }
  });
});

describe("an NPZ file", () => {
  test("has arrays by their names, stored or compressed", async () => {
    const stored = await parseNpz(bytesOf("npz"), "a.npz");
    expect([...stored.keys()]).toEqual(["x_train", "y_train", "x_test", "y_test"]);
    expect(stored.get("y_train")?.()).toEqual({ shape: [6], data: Int32Array.of(0, 1, 0, 1, 0, 1) });
    const compressed = await parseNpz(bytesOf("npz_compressed"), "a.npz");
    expect(compressed.get("y")?.().data).toEqual(Float64Array.of(0, 0.5, 1, 1.5, 2, 2.5));
  });

  test("that is none, or damaged, is refused", async () => {
    await expect(parseNpz(bytesOf("<f4"), "a.npz")).rejects.toThrow(
      "a.npz: expected an NPZ file, a zip file that begins with PK",
    );
    await expect(parseNpz(bytesOf("npz").subarray(0, 500), "a.npz")).rejects.toThrow(
      "a.npz: expected a whole zip file, received a damaged one (",
    );
  });
});
