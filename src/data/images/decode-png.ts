import type { DecodedPng } from "fast-png";
import type { Pixels } from "./pixels.ts";

/** Kept: a browser takes longer to give a module again than to decode a small image. */
let decoder: Promise<typeof import("fast-png")> | undefined;

/** The pixels of a PNG of any depth and color type, 8 bits each. @throws what fast-png does for a damaged file. */
export async function decodePng(bytes: Uint8Array): Promise<Pixels> {
  decoder ??= import("fast-png").catch((error) => {
    decoder = undefined; // it may be there the next time
    throw error;
  });
  const { decode } = await decoder;
  const png = decode(bytes, { checkCrc: true });
  const { height, width } = png;
  const samples = png.depth < 8 ? unpacked(png) : png.data;
  if (png.palette !== undefined) return { height, width, ...colored(samples, png.palette) };
  const data = eightBits(samples, png.depth);
  if (png.transparency === undefined) return { height, width, channels: png.channels, data };
  return { height, width, ...withAlpha(samples, data, png.channels, png.transparency) };
}

/** Samples of less than 8 bits, the first in the highest bits; each row begins with a byte of its own. */
function unpacked({ data, depth, width, height }: DecodedPng): Uint8Array {
  const bytesPerRow = Math.ceil((width * depth) / 8);
  const perByte = 8 / depth;
  const samples = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const byte = data[y * bytesPerRow + Math.floor(x / perByte)];
      samples[i] = (byte >> (8 - depth * ((x % perByte) + 1))) & ((1 << depth) - 1);
    }
  return samples;
}

/** value / (2^depth − 1) · 255, rounded. */
function eightBits(samples: ArrayLike<number>, depth: number): Uint8Array {
  if (depth === 8) return Uint8Array.from(samples);
  return Uint8Array.from(samples, (value) => Math.round((value * 255) / (2 ** depth - 1)));
}

/** The colors of a palette, which has alpha where its colors have four numbers. */
function colored(samples: ArrayLike<number>, palette: readonly (readonly number[])[]) {
  const channels = Math.max(...palette.map((color) => color.length));
  const data = new Uint8Array(samples.length * channels).fill(255);
  for (let i = 0; i < samples.length; i++) {
    const color = palette[samples[i]];
    if (color === undefined) throw new Error(`a palette of ${palette.length} colors has no color ${samples[i]}`);
    data.set(color, i * channels);
  }
  return { channels, data };
}

/** One color is transparent; all others are not. It is compared before samples are rounded to 8 bits. */
function withAlpha(samples: ArrayLike<number>, data: Uint8Array, channels: number, clear: ArrayLike<number>) {
  const pixels = data.length / channels;
  const out = new Uint8Array(pixels * (channels + 1));
  for (let i = 0; i < pixels; i++) {
    let isClear = true;
    for (let c = 0; c < channels; c++) {
      out[i * (channels + 1) + c] = data[i * channels + c];
      isClear &&= samples[i * channels + c] === clear[c];
    }
    out[i * (channels + 1) + channels] = isClear ? 0 : 255;
  }
  return { channels: channels + 1, data: out };
}
