import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../../errors.ts";
import { parseIdx } from "./parse-idx.ts";

const header = (type: number, ...shape: number[]) => [0, 0, type, shape.length, ...shape.flatMap((n) => [0, 0, 0, n])];
const parse = (...bytes: number[]) => parseIdx(Uint8Array.from(bytes), "some-file");

describe("parseIdx", () => {
  test.each([
    ["bytes", 8, [0, 127, 255], Uint8Array.of(0, 127, 255)],
    ["signed bytes", 9, [0, 127, 255], Int32Array.of(0, 127, -1)],
    ["16-bit integers", 11, [1, 0, 0xff, 0xfe], Int32Array.of(256, -2)],
    ["32-bit integers", 12, [0, 0, 1, 0, 0xff, 0xff, 0xff, 0xff], Int32Array.of(256, -1)],
    ["32-bit floats", 13, [0x3f, 0xc0, 0, 0], Float32Array.of(1.5)],
    ["64-bit floats", 14, [0xbf, 0xf8, 0, 0, 0, 0, 0, 0], Float64Array.of(-1.5)],
  ])("reads %s", (_, type, bytes, data) => {
    expect(parse(...header(type, data.length), ...bytes)).toEqual({ shape: [data.length], data });
  });

  test("reads every dimension", () => {
    expect(parse(...header(8, 2, 1, 3), 1, 2, 3, 4, 5, 6)).toEqual({
      shape: [2, 1, 3],
      data: Uint8Array.of(1, 2, 3, 4, 5, 6),
    });
  });

  test("takes or refuses what has a bit changed, and what is cut off", () => {
    const whole = Uint8Array.of(...header(12, 2, 2), 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4);
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const changed = whole.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      for (const bytes of [changed, whole.subarray(0, bit >> 3)])
        try {
          expect(parseIdx(bytes, "some-file").data).toHaveLength(4);
        } catch (error) {
          expect(error).toBeInstanceOf(EvenkeelError);
        }
    }
  });

  test("reads a view into a larger buffer, and copies", () => {
    const whole = Uint8Array.of(9, 9, 9, ...header(8, 2), 1, 2);
    const { data } = parseIdx(whole.subarray(3), "some-file");
    whole.fill(0);
    expect(data).toEqual(Uint8Array.of(1, 2));
  });

  test.each([
    [
      "another format",
      [1, 2, 8, 1],
      /some-file: expected an IDX file, which begins with the bytes 00 00, received .* 01 02/,
    ],
    ["gzip", [0x1f, 0x8b, 8, 0], /compressed with gzip; decompress it first/],
    ["nothing", [], /expected a header of at least 4 bytes, received 0 bytes/],
    ["an unknown type", [0, 0, 10, 1], /expected an IDX type of 08, 09, 0b, 0c, 0d, 0e, received the type 0a/],
    ["no dimensions", [0, 0, 8, 0, 1], /expected at least one dimension/],
    ["half a header", [0, 0, 8, 2, 0, 0, 0, 1], /expected a header of 12 bytes, received 8 bytes/],
    ["too few bytes", [...header(8, 2, 2), 1, 2, 3], /expected 16 bytes for the shape \[2, 2\], received 15 bytes/],
    ["too many bytes", [...header(12, 1), 0, 0, 0, 1, 7], /expected 12 bytes for the shape \[1\], received 13 bytes/],
    ["huge dimensions", [0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255], /received 12 bytes/],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parse(...bytes)).toThrow(message);
  });
});
