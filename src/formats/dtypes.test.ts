import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DTYPES, type DtypeName } from "./dtypes.ts";
import { readSafetensors } from "./read-safetensors.ts";
import { writeSafetensors } from "./write-safetensors.ts";

/** The numbers of bytes in hexadecimal. */
const read = (dtype: DtypeName, hex: string) =>
  Array.from(DTYPES[dtype].read(Uint8Array.from(Buffer.from(hex, "hex")).buffer));

// Bytes as `struct.pack("<e", …)` and `numpy` give them; for BF16 the upper half of those of float32.
test.each<[DtypeName, string, number[]]>([
  ["F64", "000000000000f83f", [1.5]],
  ["F32", "0000c03f0000807f", [1.5, Infinity]],
  [
    "F16",
    "003e00bcff7b0100ff030004007c00fc0080",
    [1.5, -1, 65504, 2 ** -24, 1023 * 2 ** -24, 2 ** -14, Infinity, -Infinity, -0],
  ],
  ["BF16", "c03f80ff49400080", [1.5, -Infinity, 3.140625, -0]],
  ["I64", "feffffffffffffff", [-2]],
  ["U64", "0000000001000000", [2 ** 32]],
  ["I32", "feffffff", [-2]],
  ["U32", "feffffff", [2 ** 32 - 2]],
  ["I16", "feff", [-2]],
  ["U16", "feff", [65534]],
  ["I8", "fe", [-2]],
  ["U8", "fe", [254]],
  ["BOOL", "0001", [0, 1]],
])("%s is read exactly", (dtype, hex, numbers) => {
  expect(read(dtype, hex)).toEqual(numbers);
});

describe.each(["F16", "BF16"] as const)("%s", (dtype) => {
  const nearest = (x: number) => {
    const data = DTYPES[dtype].write([x]);
    return DTYPES[dtype].read(data.buffer as ArrayBuffer)[0];
  };

  test("every pattern of bits is written as it was read", () => {
    const bits = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i);
    const again = DTYPES[dtype].write(DTYPES[dtype].read(bits.buffer)) as Uint16Array;
    const values = DTYPES[dtype].read(bits.buffer);
    expect(bits.filter((one, i) => again[i] !== one && !Number.isNaN(values[i]))).toHaveLength(0);
    expect(Number.isNaN(nearest(Number.NaN))).toBe(true);
  });

  test("a number becomes the nearest one", () => {
    const all = Array.from(DTYPES[dtype].read(Uint16Array.from({ length: 2 ** 15 }, (_, i) => i).buffer));
    const finite = all.filter(Number.isFinite); // from 0 up
    fc.assert(
      fc.property(fc.float({ min: 0, max: 65_000, noNaN: true }), (x) => {
        const at = finite.findIndex((y) => y >= x);
        const [below, above] = [finite[Math.max(0, at - 1)], finite[at]];
        expect(Math.abs(nearest(x) - x)).toBe(Math.min(x - below, above - x, Math.abs(above - x)));
        expect(nearest(-x)).toBe(-nearest(x));
      }),
    );
  });

  test("of two numbers as near, the even one is taken", () => {
    const step = dtype === "F16" ? 2 ** -10 : 2 ** -7; // at 1
    expect(nearest(1 + step / 2)).toBe(1);
    expect(nearest(1 + step * 1.5)).toBe(1 + 2 * step);
    expect(nearest(2 - step / 2)).toBe(2);
  });
});

describe("writeSafetensors", () => {
  const tensors = {
    "0.dense/kernel": { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    one: { shape: [], data: Float64Array.of(1 / 3) },
    none: { shape: [0, 3], data: new Float32Array() },
    bytes: Uint8Array.of(1, 2, 3),
    whole: Int32Array.of(-1),
    large: Uint32Array.of(2 ** 32 - 1),
  };

  test("keeps types, shapes and metadata", () => {
    const read = readSafetensors(writeSafetensors(tensors, { by: "me" }));
    expect(read.metadata).toEqual({ by: "me" });
    expect(read.tensors).toEqual({
      "0.dense/kernel": { dtype: "F32", ...tensors["0.dense/kernel"] },
      one: { dtype: "F64", ...tensors.one },
      none: { dtype: "F32", ...tensors.none },
      bytes: { dtype: "U8", shape: [3], data: tensors.bytes },
      whole: { dtype: "I32", shape: [1], data: tensors.whole },
      large: { dtype: "U32", shape: [1], data: tensors.large },
    });
  });

  test.each(["F64", "F32", "F16", "BF16"] as const)("writes all as %s", (dtype) => {
    const read = readSafetensors(
      writeSafetensors({ a: Uint8Array.of(0, 255), b: Float64Array.of(-1.5) }, {}, { dtype }),
    );
    expect(Object.values(read.tensors).map((one) => [one.dtype, ...one.data])).toEqual([
      [dtype, 0, 255],
      [dtype, -1.5],
    ]);
  });

  test("any names, shapes and metadata come back, wherever the bytes lie", () => {
    const name = fc.string({ unit: "binary" }).filter((text) => !["__metadata__", "__proto__"].includes(text));
    const values = fc.tuple(fc.nat(3), fc.nat(3)).chain((shape) => {
      const count = { minLength: shape[0] * shape[1], maxLength: shape[0] * shape[1] };
      return fc
        .oneof(fc.float32Array(count), fc.float64Array(count), fc.uint8Array(count), fc.int32Array(count))
        .map((data) => ({ shape, data }));
    });
    fc.assert(
      fc.property(
        fc.dictionary(name, values),
        fc.dictionary(name, fc.string({ unit: "binary" })),
        fc.nat(7),
        (given, about, shift) => {
          const bytes = writeSafetensors(given, about);
          const shifted = new Uint8Array(bytes.length + shift);
          shifted.set(bytes, shift);
          const read = readSafetensors(shifted.subarray(shift));
          expect({ ...read.metadata }).toEqual({ ...about });
          const found = Object.entries(read.tensors).map(([key, { shape, data }]) => [key, { shape, data }]);
          expect(Object.fromEntries(found)).toEqual({ ...given });
        },
      ),
    );
  });

  test.each<[string, () => unknown]>([
    ["writeSafetensors: tensors: expected numbers by name, received 1", () => writeSafetensors(1 as never)],
    ["writeSafetensors: metadata: by: expected a text, received 1", () => writeSafetensors({}, { by: 1 as never })],
    [
      'writeSafetensors: dtype: expected one of F64, F32, F16, BF16, received "F8"',
      () => writeSafetensors({}, {}, { dtype: "F8" as never }),
    ],
    [
      "writeSafetensors: __metadata__: expected another name",
      () => writeSafetensors({ __metadata__: new Float32Array() }),
    ],
    [
      "writeSafetensors: a: expected { shape, data }, or an array such as a Float32Array",
      () => writeSafetensors({ a: [1] as never }),
    ],
    [
      "writeSafetensors: a: expected a shape of 3 numbers, received [2]",
      () => writeSafetensors({ a: { shape: [2], data: new Float32Array(3) } }),
    ],
    [
      "writeSafetensors: a: expected a shape of 1 numbers, received [-1, -1]",
      () => writeSafetensors({ a: { shape: [-1, -1], data: new Float32Array(1) } }),
    ],
    [
      "writeSafetensors: a: expected numbers that F16 has, received 70000 at index 1, which is too large",
      () => writeSafetensors({ a: Float32Array.of(Infinity, 70_000) }, {}, { dtype: "F16" }),
    ],
    [
      "writeSafetensors: a: expected numbers that F32 has, received 1e+300 at index 0",
      () => writeSafetensors({ a: Float64Array.of(1e300) }, {}, { dtype: "F32" }),
    ],
  ])("%s", (words, work) => {
    expect(work).toThrow(words);
  });
});
