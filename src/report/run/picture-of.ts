import type { Values } from "../../data/dataset.ts";

/** The largest image that is put into a page, in pixels of one side. */
const LARGEST = 256;

/** An image of a set as a PNG, a data address; undefined for what is no image of 1 or 3 channels. */
export async function pictureOf({ shape, data }: Values, sample: number): Promise<string | undefined> {
  if (shape.length !== 4) return undefined;
  const [, height, width, channels] = shape;
  if ((channels !== 1 && channels !== 3) || Math.max(height, width) > LARGEST || Math.min(height, width) < 4)
    return undefined;
  const size = height * width * channels;
  const pixels = data.subarray(sample * size, (sample + 1) * size);
  const { encode } = await import("fast-png");
  const png = encode({ width, height, channels, depth: 8, data: asBytes(pixels) });
  return `data:image/png;base64,${btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(""))}`;
}

/** Bytes as they are; other numbers from their least to their greatest. */
function asBytes(pixels: ArrayLike<number>): Uint8Array {
  if (pixels instanceof Uint8Array) return pixels;
  const numbers = Array.from(pixels);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return Uint8Array.from(numbers, (x) => (high > low ? Math.round((255 * (x - low)) / (high - low)) : 0));
}
