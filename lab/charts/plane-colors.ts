import type { Colors } from "./theme.ts";

/** Pale, so that samples stand out on it. */
const OPACITY = 165;

/** The last palette that was made: a page has one at a time, for all of its small pictures. */
let made: { of: string; palette: Uint32Array } | undefined;

/** Colors from class 0 over the middle to class 1, in 256 steps: pixels as the browser mixes them. */
export function planeColors({ low, middle, high }: Colors): Uint32Array {
  const of = `${low} ${middle} ${high}`;
  if (made?.of !== of) made = { of, palette: mixed(low, middle, high) };
  return made.palette;
}

function mixed(low: string, middle: string, high: string): Uint32Array {
  const canvas = new OffscreenCanvas(256, 1);
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  const gradient = context.createLinearGradient(0, 0, 256, 0);
  gradient.addColorStop(0, low);
  gradient.addColorStop(0.5, middle);
  gradient.addColorStop(1, high);
  context.fillStyle = gradient;
  context.fillRect(0, 0, 256, 1);
  const { data } = context.getImageData(0, 0, 256, 1);
  for (let i = 3; i < data.length; i += 4) data[i] = OPACITY;
  return new Uint32Array(data.buffer);
}

/** Values of a grid as a picture of as many pixels. What is not finite is left open. */
export function planeImage(
  values: Float32Array,
  side: number,
  [least, most]: readonly [number, number],
  palette: Uint32Array,
): OffscreenCanvas {
  const image = new ImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  const scale = 255 / (most - least || 1);
  for (let i = 0; i < values.length; i++)
    if (Number.isFinite(values[i]))
      pixels[i] = palette[Math.min(255, Math.max(0, Math.round((values[i] - least) * scale)))];
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}
