import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { describe, expect, test } from "vitest";
import { decodeJpeg } from "./decode-jpeg.ts";
import { decodePng } from "./decode-png.ts";
import { imageFacts } from "./image-facts.ts";
import { resize } from "./resize.ts";
import { toChannels } from "./to-channels.ts";

/** Bytes that look like nothing: pixel i, channel c of 5 × 7 RGB is 37 (3 i + c) mod 256. */
const COLORED = {
  height: 5,
  width: 7,
  channels: 3,
  data: Uint8Array.from({ length: 5 * 7 * 3 }, (_, i) => (i * 37) % 256),
};

describe("the pixels of a PNG", () => {
  test("are those that were written, with 1 to 4 channels", async () => {
    for (const channels of [1, 2, 3, 4]) {
      const data = Uint8Array.from({ length: 6 * channels }, (_, i) => 40 * i);
      const png = encode({ width: 3, height: 2, channels, data });
      expect(await decodePng(png)).toEqual({ width: 3, height: 2, channels, data });
      expect(imageFacts(png)).toEqual({ format: "PNG", width: 3, height: 2, isColor: channels > 2 });
    }
  });

  test("of 1, 2 and 4 bits are spread over 0 to 255", async () => {
    const decoded = async (depth: 1 | 2 | 4, data: number[]) => [
      ...(await decodePng(encode({ width: 3, height: 2, channels: 1, depth, data: Uint8Array.from(data) }))).data,
    ];
    expect(await decoded(1, [0b10100000, 0b01000000])).toEqual([255, 0, 255, 0, 255, 0]);
    expect(await decoded(2, [0b00011000, 0b11100100])).toEqual([0, 85, 170, 255, 170, 85]);
    expect(await decoded(4, [0x01, 0xf0, 0x23, 0x80])).toEqual([0, 17, 255, 34, 51, 136]);
  });

  test("of 16 bits are rounded to 8", async () => {
    const data = Uint16Array.of(0, 128, 129, 257, 65_535, 32_768);
    const png = encode({ width: 3, height: 2, channels: 1, depth: 16, data });
    expect([...(await decodePng(png)).data]).toEqual([0, 0, 1, 1, 255, 128]);
  });

  test("of a palette are its colors", async () => {
    const palette = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ];
    const png = encode({ width: 3, height: 1, depth: 2, channels: 1, palette, data: Uint8Array.of(0b10000100) });
    const { channels, data } = await decodePng(png);
    expect([channels, ...data]).toEqual([3, 7, 8, 9, 1, 2, 3, 4, 5, 6]);
    expect(imageFacts(png)?.isColor).toBe(true);
  });

  test("of the transparent color have alpha 0", async () => {
    // A chunk tRNS of one gray value, before IDAT.
    const png = encode({ width: 2, height: 1, channels: 1, data: Uint8Array.of(9, 7) });
    const chunk = Uint8Array.of(
      0,
      0,
      0,
      2,
      0x74,
      0x52,
      0x4e,
      0x53,
      0,
      9,
      ...crc(Uint8Array.of(0x74, 0x52, 0x4e, 0x53, 0, 9)),
    );
    const whole = Uint8Array.from([...png.subarray(0, 33), ...chunk, ...png.subarray(33)]);
    expect(await decodePng(whole)).toMatchObject({ channels: 2, data: Uint8Array.of(9, 0, 7, 255) });
  });

  test("of a damaged file are refused", async () => {
    const png = encode({ width: 20, height: 20, channels: 1, data: new Uint8Array(400).map((_, i) => (i * i) % 251) });
    await expect(decodePng(png.with(60, png[60] ^ 1))).rejects.toThrow(/CRC/);
    await expect(decodePng(png.subarray(0, 60))).rejects.toThrow();
  });
});

/** CRC-32, as PNG has it. */
function crc(bytes: Uint8Array): number[] {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? 0xedb88320 : 0);
  }
  register = ~register >>> 0;
  return [24, 16, 8, 0].map((shift) => (register >>> shift) & 255);
}

describe("the pixels of a JPEG", () => {
  const written = (color: readonly number[], quality = 95) =>
    jpeg.encode(
      { width: 24, height: 16, data: Uint8Array.from({ length: 24 * 16 * 4 }, (_, i) => color[i % 4]) },
      quality,
    ).data;

  test("are about those that were written", async () => {
    const bytes = written([200, 100, 50, 255]);
    expect(imageFacts(bytes)).toEqual({ format: "JPEG", width: 24, height: 16, isColor: true });
    const { width, height, channels, data } = await decodeJpeg(bytes, "some.jpg");
    expect([width, height, channels]).toEqual([24, 16, 3]);
    for (const [i, value] of data.entries()) expect(Math.abs(value - [200, 100, 50][i % 3])).toBeLessThan(6);
  });

  test("of half a file are refused", async () => {
    const bytes = written([200, 100, 50, 255]);
    expect(imageFacts(bytes.subarray(0, 100))).toBeUndefined();
    await expect(decodeJpeg(bytes.subarray(0, 200), "some.jpg")).rejects.toThrow();
  });
});

test("what is no image, or ends at once, has no facts", () => {
  for (const bytes of [
    [],
    [1, 2, 3],
    [0x89, 0x50, 0x4e, 0x47],
    [0xff, 0xd8, 0xff, 0xe0],
    [0xff, 0xd8, 0xff, 0xe0, 0, 2, 1, 1, 1, 1, 1, 1],
  ])
    expect(imageFacts(Uint8Array.from(bytes))).toBeUndefined();
});

test.each([
  // Pillow 9.4.0: Image.fromarray(a).resize((width, height), Image.BILINEAR)
  [
    3,
    4,
    [
      62, 87, 124, 163, 67, 104, 132, 169, 73, 112, 149, 174, 76, 101, 138, 177, 81, 118, 146, 183, 87, 126, 163, 188,
      83, 115, 152, 115, 95, 132, 160, 121, 101, 140, 170, 126,
    ],
  ],
  [1, 1, [130, 125, 123]],
  [
    2,
    9,
    [
      9, 46, 83, 83, 120, 157, 169, 93, 130, 199, 37, 74, 86, 123, 160, 172, 209, 47, 116, 153, 77, 89, 126, 163, 163,
      200, 237, 27, 64, 101, 101, 138, 175, 151, 111, 148, 154, 55, 92, 104, 141, 178, 190, 164, 65, 134, 135, 95, 107,
      144, 154, 181, 218, 174,
    ],
  ],
])("an image is resized to %i × %i as by Pillow", (height, width, theirs) => {
  const resized = resize(COLORED, height, width);
  expect(resized).toMatchObject({ height, width, channels: 3 });
  expect(resized.data).toHaveLength(theirs.length);
  for (const [i, value] of resized.data.entries()) expect(Math.abs(value - theirs[i])).toBeLessThanOrEqual(1); // it rounds twice
});

test("an even image stays even at any size", () => {
  const even = { height: 3, width: 5, channels: 1, data: new Uint8Array(15).fill(77) };
  for (const [height, width] of [[1, 1], [2, 9], [30, 2]]) // biome-ignore format: sizes
    expect(new Set(resize(even, height, width).data)).toEqual(new Set([77]));
});

describe("channels", () => {
  test("become gray by the weights of BT.601, as by Pillow", () => {
    // Pillow 9.4.0: Image.fromarray(a).convert("L")
    const theirs = [
      30, 141, 73, 107, 189, 73, 184, 39, 150, 82, 116, 198, 82, 193, 48, 159, 91, 125, 207, 91, 202, 57, 168, 100, 134,
      216, 100, 211, 66, 177, 32, 143, 75, 109, 191,
    ];
    expect([...toChannels(COLORED, 1, 255).data]).toEqual(theirs);
  });

  test("of gray become red, green and blue alike", () => {
    const gray = { height: 1, width: 2, channels: 1, data: Uint8Array.of(3, 200) };
    expect([...toChannels(gray, 3, 255).data]).toEqual([3, 3, 3, 200, 200, 200]);
    expect([...toChannels(gray, 4, 255).data]).toEqual([3, 3, 3, 255, 200, 200, 200, 255]);
  });

  test("show the background where the image is transparent", () => {
    const image = {
      height: 1,
      width: 3,
      channels: 4,
      data: Uint8Array.of(10, 20, 30, 0, 10, 20, 30, 255, 0, 100, 200, 51),
    };
    expect([...toChannels(image, 3, 255).data]).toEqual([255, 255, 255, 10, 20, 30, 204, 224, 244]);
    expect([...toChannels(image, 3, 0).data]).toEqual([0, 0, 0, 10, 20, 30, 0, 20, 40]);
    expect(toChannels(image, 4, 0)).toBe(image);
    const gray = { height: 1, width: 1, channels: 2, data: Uint8Array.of(100, 51) };
    expect([...toChannels(gray, 1, 0).data]).toEqual([20]);
  });
});
