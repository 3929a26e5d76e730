import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import { decodeSafetensors } from "./decode-safetensors.ts";
import { encodeSafetensors } from "./safetensors.ts";

const TENSORS = {
  "0.dense/kernel": Float32Array.of(1, -2.5, 3e38, 1e-45, Number.NaN),
  empty: new Float32Array(),
  "ключ ✓": Float64Array.of(1 / 3, -0),
};

describe("encodeSafetensors", () => {
  const bytes = encodeSafetensors(TENSORS, { about: '{"seed":1}', naïve: "ß" });
  const view = new DataView(bytes.buffer);
  const headerLength = Number(view.getBigUint64(0, true));
  const headerText = new TextDecoder().decode(bytes.subarray(8, 8 + headerLength));
  const header = JSON.parse(headerText);

  test("begins with the length of a JSON header that leaves the numbers aligned", () => {
    expect((8 + headerLength) % 8).toBe(0);
    expect(headerText).toMatch(/^\{.*\} *$/);
    expect(header.__metadata__).toEqual({ about: '{"seed":1}', naïve: "ß" });
    expect(Object.keys(header)).toEqual(["__metadata__", "ключ ✓", "0.dense/kernel", "empty"]);
  });

  test("gives every tensor its bytes, one after another to the end of the file", () => {
    expect(Object.values(header).slice(1)).toEqual([
      { dtype: "F64", shape: [2], data_offsets: [0, 16] },
      { dtype: "F32", shape: [5], data_offsets: [16, 36] },
      { dtype: "F32", shape: [0], data_offsets: [36, 36] },
    ]);
    expect(bytes).toHaveLength(8 + headerLength + 36);
  });

  test("writes float64 as it is, then float32, little-endian", () => {
    const doubles = Array.from({ length: 2 }, (_, i) => view.getFloat64(8 + headerLength + 8 * i, true));
    expect(doubles).toEqual([1 / 3, -0]);
    const singles = Array.from({ length: 5 }, (_, i) => view.getFloat32(8 + headerLength + 16 + 4 * i, true));
    expect(singles).toEqual([...TENSORS["0.dense/kernel"]]);
  });

  test("writes shapes where they are known", () => {
    const shaped = encodeSafetensors({ a: new Float32Array(6), b: new Float32Array(2) }, {}, { a: [2, 3] });
    expect(new TextDecoder().decode(shaped)).toMatch(/"a":\{"dtype":"F32","shape":\[2,3\].*"shape":\[2\]/);
  });

  test("writes integers as float32", () => {
    const { tensors } = decodeSafetensors(encodeSafetensors({ a: Uint8Array.of(1, 255) }, {}), "file");
    expect(tensors.a).toEqual(Float32Array.of(1, 255));
  });
});

describe("decodeSafetensors", () => {
  test("reads what was written, bit for bit, wherever the bytes lie", () => {
    const name = fc.stringMatching(/^[a-zA-Zé][a-zA-Z0-9./ ✓]*$/);
    const values = fc.oneof(fc.float32Array(), fc.float64Array());
    fc.assert(
      fc.property(fc.dictionary(name, values), fc.dictionary(name, fc.string()), (tensors, metadata) => {
        const bytes = encodeSafetensors(tensors, metadata);
        const shifted = new Uint8Array(bytes.length + 3);
        shifted.set(bytes, 3);
        // A Buffer's slice() shares memory; it lies at an odd place here.
        for (const form of [shifted.subarray(3), Buffer.from(shifted.buffer, 3)]) {
          const read = decodeSafetensors(form, "file");
          expect({ ...read.tensors }).toEqual({ ...tensors });
          expect({ ...read.metadata }).toEqual({ ...metadata });
        }
      }),
    );
  });

  test.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a few bytes", new Uint8Array(7)],
    ["a header longer than the file", Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 123, 125)],
    ["a text", new TextEncoder().encode("a text that is long enough to hold a length")],
    ["a header that is no JSON", withHeader("{oops")],
    ["a header that is no UTF-8", withHeader("\u0000", Uint8Array.of(0xff))],
    ["a header that is null", withHeader("null")],
    ["a header that is a list", withHeader("[1]")],
    ["a header that is a number", withHeader("1")],
    ["a tensor that is null", withHeader('{"a":null}')],
    ["a tensor without a shape", withHeader('{"a":{"dtype":"F32","data_offsets":[0,4]}}')],
    ["a tensor without offsets", withHeader('{"a":{"dtype":"F32","shape":[1]}}')],
    ["a shape that is a text", withHeader('{"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}}')],
    ["a negative shape", withHeader('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[4,0]}}')],
    ["a broken number of bytes", withHeader('{"a":{"dtype":"F32","shape":[0.25],"data_offsets":[0,1]}}')],
    ["offsets before the numbers", withHeader('{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}')],
    [
      "tensors that overlap",
      withHeader(
        '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
      ),
    ],
    ["offsets beyond the file", withHeader('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}')],
    ["offsets that do not fit the shape", withHeader('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}')],
    ["numbers of another type", withHeader('{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}')],
    ["a type that is no text", withHeader('{"a":{"dtype":["F32"],"shape":[2],"data_offsets":[0,8]}}')],
    ["bytes behind the last tensor", withHeader('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}')],
    ["a name that is a prototype's", withHeader('{"__proto__":{"dtype":"F32"}}')],
    ["more tensors than any model has", withHeader(`{${Array.from({ length: 70_000 }, (_, i) => `"${i}":0`)}}`)],
    ["metadata that are no texts", withHeader('{"__metadata__":{"about":1}}')],
    ["metadata that are null", withHeader('{"__metadata__":null}')],
  ])("refuses %s", (_, bytes) => {
    const error = errorOf(() => decodeSafetensors(bytes, "file.evenkeel"));
    expect(error).toBeInstanceOf(EvenkeelError);
    expect(error).toMatchObject({ kind: "run", where: "file.evenkeel" });
    expect((error as Error).message).toMatch(/The file is damaged or of another kind; use an earlier copy\.$/);
  });

  test("refuses every file that ends early", () => {
    const bytes = encodeSafetensors(TENSORS, {});
    for (let length = 0; length < bytes.length; length++)
      expect(
        errorOf(() => decodeSafetensors(bytes.subarray(0, length), "file")),
        `${length}`,
      ).toBeInstanceOf(EvenkeelError);
  });

  test("takes or refuses what has a byte changed, and never breaks", () => {
    const bytes = encodeSafetensors(TENSORS, { about: "{}" });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const changed = bytes.slice();
        changed[at] = byte;
        const error = errorOf(() => decodeSafetensors(changed, "file"));
        if (error !== undefined) expect(error).toBeInstanceOf(EvenkeelError);
      }),
      { numRuns: 2000 },
    );
  });
});

/** A file with this header and two numbers. */
function withHeader(text: string, more = new Uint8Array()): Uint8Array {
  const header = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + header.length + more.length + 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length + more.length), true);
  bytes.set(header, 8);
  bytes.set(more, 8 + header.length);
  return bytes;
}

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
