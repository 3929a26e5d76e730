import type { Pair } from "../../graph/primitives.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { ConvolutionSizes } from "../kernel.ts";

/** Sizes of Winograd's form F(4×4, 3×3), along each axis: outputs of a tile, taps of a kernel, inputs of a tile. */
export const TILE = 4;
export const TAPS = 3;
export const WINDOW = TILE + TAPS - 1;
/** Products of a tile, and elements of a transformed kernel, for each pair of channels. */
export const PRODUCTS = WINDOW * WINDOW;

/** Whether Winograd's form pays: 3×3 kernels at stride 1 with enough channels, and more than a few outputs to tile. */
export function fitsWinograd(sizes: Omit<ConvolutionSizes, "image">): boolean {
  const { kernel, stride, dilation, groups, channels, outputs, out } = sizes;
  const plain = groups === 1 && [...stride, ...dilation].every((step) => step === 1);
  const square = kernel.every((taps) => taps === TAPS);
  return plain && square && channels % 8 === 0 && outputs % 8 === 0 && out[0] >= 3 && out[1] >= 3;
}

/** Tiles of an image that a full convolution transforms at once. */
const MOST_TILES = 64;

/**
 * Whether an input gradient takes no more tiles as a full convolution of output gradients [n, n], of which the rows and columns
 * from `start` on are wanted; then no copy of the gradients with zeros around them is needed.
 */
export function fitsFull(out: Pair, start: Pair, gradient: Pair): boolean {
  const tiles = (extents: Pair) => sizeOf(extents.map((extent) => Math.ceil(extent / TILE)));
  const within = out.every(
    (extent, axis) => start[axis] >= 0 && start[axis] < TAPS && start[axis] + extent <= gradient[axis] + TAPS - 1,
  );
  return within && tiles(gradient) <= Math.min(tiles(out), MOST_TILES);
}
