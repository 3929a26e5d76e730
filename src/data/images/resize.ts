import type { Pixels } from "./pixels.ts";

/**
 * The image at another size, stretched to it: every new pixel is a mean of old ones whose weights fall off linearly, over
 * as many of them as it stands for, so that shrinking does not skip any. As Pillow's `resize` with BILINEAR.
 */
export function resize(image: Pixels, height: number, width: number): Pixels {
  if (image.height === height && image.width === width) return image;
  const { channels } = image;
  const across = blend(image.data, image.height, image.width, channels, width);
  const data = new Uint8Array(height * width * channels);
  // The other direction: a row is one "pixel" of width · channels numbers.
  const down = blend(across, 1, image.height, width * channels, height);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(down[i]);
  return { height, width, channels, data };
}

/** Rows of `from` pixels of `channels` numbers each, at `to` pixels. */
function blend(data: ArrayLike<number>, rows: number, from: number, channels: number, to: number): Float32Array {
  const out = new Float32Array(rows * to * channels);
  for (const [i, { first, weights }] of taps(from, to).entries())
    for (let row = 0; row < rows; row++) {
      const target = (row * to + i) * channels;
      for (let k = 0; k < weights.length; k++) {
        const source = (row * from + first + k) * channels;
        for (let c = 0; c < channels; c++) out[target + c] += weights[k] * data[source + c];
      }
    }
  return out;
}

/** For each new pixel, the old ones within `reach` of its center, and their weights, which add up to 1. */
function taps(from: number, to: number): { first: number; weights: number[] }[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(center - reach + 0.5));
    const last = Math.min(from, Math.floor(center + reach + 0.5));
    const weights = Array.from({ length: last - first }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - center) / reach),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
