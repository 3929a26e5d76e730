import type { Image } from "../../../formats/event.ts";
import type { Weights } from "../../../formats/weights.ts";
import { type Shape, sizeOf } from "../../../graph/shape.ts";

/** More filters than these are not looked at one by one. */
const MOST = 64;
/** Small filters are drawn larger, to about this side. */
const SIDE = 24;

/**
 * What the first layer looks for, as one picture: its filters side by side, 0 in the middle of gray, all on the same scale. A
 * convolution has filters [height, width, in, out]; the units of a dense layer [in, out] are filters where inputs are images.
 * @returns undefined for other models.
 */
export async function pictureOfFilters(
  parameters: Readonly<Record<string, { readonly shape: Shape }>>,
  weights: Weights,
  inputShape: Shape,
): Promise<Image | undefined> {
  const [[name, { shape }] = ["", { shape: [] as Shape }]] = Object.entries(parameters);
  const filter = filterShape(shape, inputShape);
  const values = weights[name];
  if (filter === undefined || values === undefined) return undefined;
  const [height, width, depth] = filter;
  const channels = depth === 3 ? 3 : 1;
  const all = shape[shape.length - 1];
  const count = Math.min(MOST, all);
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const zoom = Math.max(1, Math.round(SIDE / Math.max(height, width)));
  const [cellHeight, cellWidth] = [zoom * height + 1, zoom * width + 1]; // a line between two
  const picture = { height: rows * cellHeight - 1, width: columns * cellWidth - 1, channels } as const;
  const pixels = new Uint8Array(picture.height * picture.width * channels).fill(255);
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  for (let k = 0; k < count; k++)
    for (let y = 0; y < zoom * height; y++)
      for (let x = 0; x < zoom * width; x++) {
        const at = (Math.floor(y / zoom) * width + Math.floor(x / zoom)) * depth;
        const row = Math.floor(k / columns) * cellHeight + y;
        const column = (k % columns) * cellWidth + x;
        for (let channel = 0; channel < channels; channel++) {
          const value = channels === 3 ? values[(at + channel) * all + k] : mean(values, at, depth, all, k);
          pixels[(row * picture.width + column) * channels + channel] = Math.round(
            127.5 * (1 + value / (largest || 1)),
          );
        }
      }
  const { encode } = await import("fast-png");
  return { ...picture, png: encode({ ...picture, depth: 8, data: pixels }) };
}

/** [height, width, channels] of a filter; undefined for what is no picture. */
function filterShape(shape: Shape, inputShape: Shape): readonly [number, number, number] | undefined {
  const [height, width, depth] = shape.length === 4 ? shape : inputShape;
  const isPicture =
    shape.length === 4 || (shape.length === 2 && inputShape.length === 3 && shape[0] === sizeOf(inputShape));
  return isPicture && height > 1 && width > 1 ? [height, width, depth] : undefined;
}

/** Over the channels, where these are no colors. */
function mean(values: Weights[string], at: number, depth: number, all: number, k: number): number {
  let sum = 0;
  for (let channel = 0; channel < depth; channel++) sum += values[(at + channel) * all + k];
  return sum / depth;
}
