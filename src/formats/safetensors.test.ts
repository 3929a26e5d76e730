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
    expect(tensors.a).toEqual({ dtype: "F32", shape: [2], data: Float32Array.of(1, 255) });
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
          const numbers = Object.entries(read.tensors).map(([name, { data }]) => [name, data]);
          expect(Object.fromEntries(numbers)).toEqual({ ...tensors });
          expect({ ...read.metadata }).toEqual({ ...metadata });
        }
      }),
    );
  });

  const F32 = (shape: string, offsets: string) => `{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}`;

  test.each<[string, string, Uint8Array]>([
    ["nothing", "expected a header within 0 bytes", new Uint8Array()],
    ["a few bytes", "expected a header within 7 bytes", new Uint8Array(7)],
    ["a header longer than the file", "received one of 18446744073709552000 bytes", withLength(2n ** 64n - 1n)],
    ["a header of 100 MB and a byte", "expected a header of at most 100000000 bytes", tooLong()],
    ["no header", 'a header that begins with "{", received none', withHeader("")],
    ["a header behind a space", 'a header that begins with "{", received the byte 32', withHeader(" {}")],
    ["a header behind a byte order mark", "received the byte 239", withHeader("\uFEFF{}")],
    ["a header that is null", "received the byte 110", withHeader("null")],
    ["a header that is a list", "received the byte 91", withHeader("[1]")],
    ["a header that is no JSON", "expected a JSON header", withHeader("{oops")],
    ["two headers", "expected a JSON header", withHeader("{}{}")],
    ["a header that is no UTF-8", "expected a JSON header", withHeader("{", Uint8Array.of(0xff, 0x7d))],
    [
      "a tensor twice",
      'the key "a" twice',
      withHeader(`{"a":${F32("[1]", "[0,4]")},"\\u0061":${F32("[1]", "[4,8]")}}`),
    ],
    ["metadata twice", 'the key "__metadata__" twice', withHeader('{"__metadata__":{},"__metadata__":{}}')],
    ["a text of the metadata twice", 'the key "by" twice', withHeader('{"__metadata__":{"by":"","x":"{","by":""}}')],
    ["a shape twice", 'the key "shape" twice', withHeader('{"a":{"dtype":"F32","shape":[1],"shape" : [2]}}')],
    [
      "metadata that are no texts",
      "expected a text as about of the metadata, received 1",
      withHeader('{"__metadata__":{"about":1}}'),
    ],
    ["metadata that are null", "expected metadata by name, received null", withHeader('{"__metadata__":null}')],
    ["metadata that are a list", "expected metadata by name", withHeader('{"__metadata__":["a"]}')],
    [
      "more tensors than any model has",
      "at most 65536 tensors",
      withHeader(`{${Array.from({ length: 70_000 }, (_, i) => `"${i}":0`)}}`),
    ],
    ["a name that is a prototype's", "another name than __proto__", withHeader(`{"__proto__":${F32("[2]", "[0,8]")}}`)],
    ["a tensor that is null", "shape and data_offsets of tensor a, received null", withHeader('{"a":null}')],
    [
      "a tensor that is a deep list",
      "a JSON header, received lists within lists",
      withHeader(`{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`),
    ],
    [
      "a tensor without a dtype",
      "as dtype of tensor a, received undefined",
      withHeader('{"a":{"shape":[2],"data_offsets":[0,8]}}'),
    ],
    [
      "a dtype that is no text",
      'as dtype of tensor a, received ["F32"]',
      withHeader('{"a":{"dtype":["F32"],"shape":[2],"data_offsets":[0,8]}}'),
    ],
    [
      "a dtype of a prototype",
      'as dtype of tensor a, received "toString"',
      withHeader('{"a":{"dtype":"toString","shape":[2],"data_offsets":[0,8]}}'),
    ],
    [
      "a dtype that is not read",
      'as dtype of tensor a, received "F8_E4M3"',
      withHeader('{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}'),
    ],
    [
      "a tensor without a shape",
      "as shape of tensor a, received undefined",
      withHeader('{"a":{"dtype":"F32","data_offsets":[0,4]}}'),
    ],
    ["a shape that is a text", 'as shape of tensor a, received "1"', withHeader(`{"a":${F32('"1"', "[0,4]")}}`)],
    ["a negative extent", "as shape of tensor a, received [-1]", withHeader(`{"a":${F32("[-1]", "[4,0]")}}`)],
    ["a broken extent", "as shape of tensor a, received [0.25]", withHeader(`{"a":${F32("[0.25]", "[0,1]")}}`)],
    [
      "a shape beyond all numbers",
      "as shape of tensor a",
      withHeader(`{"a":${F32("[18446744073709551616]", "[0,8]")}}`),
    ],
    [
      "a product beyond all numbers",
      "a size that can be counted of tensor a, received the shape [4294967296, 4294967296, 0]",
      withHeader(`{"a":${F32("[4294967296,4294967296,0]", "[0,0]")}}`),
    ],
    [
      "a tensor without offsets",
      "as data_offsets of tensor a, received undefined",
      withHeader('{"a":{"dtype":"F32","shape":[1]}}'),
    ],
    ["three offsets", "as data_offsets of tensor a, received [0,4,8]", withHeader(`{"a":${F32("[1]", "[0,4,8]")}}`)],
    ["one offset", "as data_offsets of tensor a, received [0]", withHeader(`{"a":${F32("[1]", "[0]")}}`)],
    [
      "offsets before the numbers",
      "as data_offsets of tensor a, received [-4,0]",
      withHeader(`{"a":${F32("[1]", "[-4,0]")}}`),
    ],
    ["offsets that end before they begin", "of tensor a, received 8 to 4", withHeader(`{"a":${F32("[1]", "[8,4]")}}`)],
    [
      "offsets that do not fit the shape",
      "expected 4 bytes for the shape [1] in F32 of tensor a, received the data_offsets 0 to 8",
      withHeader(`{"a":${F32("[1]", "[0,8]")}}`),
    ],
    [
      "tensors that overlap",
      "the numbers of tensor b from byte 8, where tensor a ends, received an overlap: they begin at 4",
      withHeader(`{"b":${F32("[1]", "[4,8]")},"a":${F32("[2]", "[0,8]")}}`),
    ],
    [
      "the same numbers for two tensors",
      "received an overlap: they begin at 0",
      withHeader(`{"a":${F32("[2]", "[0,8]")},"b":${F32("[2]", "[0,8]")}}`),
    ],
    [
      "a hole between tensors",
      "the numbers of tensor b from byte 0, where tensor a ends, received a gap: they begin at 4",
      withHeader(`{"a":${F32("[0]", "[0,0]")},"b":${F32("[1]", "[4,8]")}}`),
    ],
    [
      "a hole before all tensors",
      "the numbers of tensor a from byte 0, where the header ends, received a gap",
      withHeader(`{"a":${F32("[1]", "[4,8]")}}`),
    ],
    [
      "an empty tensor within another",
      "received an overlap: they begin at 4",
      withHeader(`{"a":${F32("[2]", "[0,8]")},"b":${F32("[0]", "[4,4]")}}`),
    ],
    [
      "offsets beyond the file",
      "expected 12 bytes of numbers, up to the end of tensor a, received 8",
      withHeader(`{"a":${F32("[3]", "[0,12]")}}`),
    ],
    [
      "bytes behind the last tensor",
      "expected 4 bytes of numbers, up to the end of tensor a, received 8",
      withHeader(`{"a":${F32("[1]", "[0,4]")}}`),
    ],
    [
      "bytes without a tensor",
      "expected 0 bytes of numbers, up to the end of the header, received 8",
      withHeader("{}"),
    ],
    [
      "an integer beyond 2^53",
      "in tensor a of I64, received 9007199254740992",
      withHeader('{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}', new Uint8Array(), 2n ** 53n),
    ],
    [
      "a truth that is 2",
      "0 or 1 in tensor a of BOOL, received 2",
      withHeader('{"a":{"dtype":"BOOL","shape":[8],"data_offsets":[0,8]}}', new Uint8Array(), 2n),
    ],
  ])("refuses %s", (_, words, bytes) => {
    const error = errorOf(() => decodeSafetensors(bytes, "file.evenkeel"));
    expect(error).toBeInstanceOf(EvenkeelError);
    expect(error).toMatchObject({ kind: "run", where: "file.evenkeel" });
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).toMatch(
      /use an earlier copy\.$|Save the tensor as F32, or leave it out of the file\.$/,
    );
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

/** A file with this header and eight bytes of numbers. */
function withHeader(text: string, more = new Uint8Array(), numbers = 0n): Uint8Array {
  const header = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + header.length + more.length + 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length + more.length), true);
  bytes.set(header, 8);
  bytes.set(more, 8 + header.length);
  view.setBigUint64(bytes.length - 8, numbers, true);
  return bytes;
}

/** "{}" behind this length of a header. */
function withLength(length: bigint): Uint8Array {
  const bytes = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 123, 125);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
}

/** A file whose header really is longer than the format permits. */
function tooLong(): Uint8Array {
  const bytes = new Uint8Array(8 + 100_000_001);
  new DataView(bytes.buffer).setBigUint64(0, 100_000_001n, true);
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
