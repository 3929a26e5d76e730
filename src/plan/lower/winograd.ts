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

/**
 * Tiles of an image that a full convolution takes at once, where they are fewer than those of what is computed, and where they
 * are as many: then it only saves a copy.
 */
const [MOST_TILES, MOST_AS_MANY] = [256, 64];

/**
 * Whether an input gradient pays as a full convolution of output gradients [n, n], of which the rows and columns from `start` on
 * are wanted: it takes the tiles of these, and no copy of them with zeros around.
 */
export function fitsFull(out: Pair, start: Pair, gradient: Pair): boolean {
  const within = [0, 1].every(
    (axis) => start[axis] >= 0 && start[axis] < TAPS && start[axis] + out[axis] <= gradient[axis] + TAPS - 1,
  );
  const [tiles, otherwise] = [gradient, out].map((extents) =>
    sizeOf(extents.map((extent) => Math.ceil(extent / TILE))),
  );
  return within && (tiles < otherwise ? tiles <= MOST_TILES : tiles === otherwise && tiles <= MOST_AS_MANY);
}
