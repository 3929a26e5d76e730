import type { Pair } from "../../../graph/primitives.ts";
import type { ConvolutionSizes, Tile } from "../../kernel.ts";

/** Taps of a kernel along each axis. */
export const TAPS = 3;

/** Inputs of a tile along each axis. */
export function windowOf(tile: Tile): number {
  return tile + TAPS - 1;
}

/** Products of a tile, and elements of a transformed kernel, for each pair of channels. */
export function productsOf(tile: Tile): number {
  return windowOf(tile) ** 2;
}

/**
 * What it takes to transform an element of a tile there and back, in multiply-and-adds for each pair of channels if there
 * were as many pairs as channels: measured.
 */
const TRANSFORM: Record<Tile, number> = { 4: 7, 5: 12 };
/** Tiles of 5 have errors twice as large, and are taken where they save as large a share of the time as this. */
const WORTH = 0.05;
/** Channels that are summed. Of 64, one random convolution in some hundreds by tiles of 5 was off by more than 5e-6 of the largest value. */
const MOST_CHANNELS = 32;

/**
 * The tiles of Winograd's form where it pays: 3×3 kernels at stride 1 with enough channels, and more than a few outputs to
 * tile. Larger tiles take fewer products for each output, but more of their outputs may lie beyond the image: 14×14 outputs
 * are 16 tiles of 36 products or 9 of 49, 16×16 outputs 16 tiles of 36 or 16 of 49.
 * @param tiled what is cut into tiles: the outputs, or the image of a full convolution.
 */
export function tileOf(sizes: Omit<ConvolutionSizes, "image">, tiled: Pair = sizes.out): Tile | undefined {
  const { kernel, stride, dilation, groups, channels, outputs, out } = sizes;
  const plain = groups === 1 && [...stride, ...dilation].every((step) => step === 1);
  const square = kernel.every((taps) => taps === TAPS);
  if (!plain || !square || channels % 8 > 0 || outputs % 8 > 0 || out[0] < 3 || out[1] < 3) return undefined;
  const perChannel = (channels * outputs) / (channels + outputs);
  const time = (tile: Tile) => tilesOf(tiled, tile) * productsOf(tile) * (perChannel + TRANSFORM[tile]);
  return channels <= MOST_CHANNELS && time(5) <= (1 - WORTH) * time(4) ? 5 : 4;
}

/** Tiles that cover an image. */
export function tilesOf([height, width]: Pair, tile: Tile): number {
  return Math.ceil(height / tile) * Math.ceil(width / tile);
}

/**
 * Tiles of an image that a full convolution takes at once, where it takes fewer products than the usual form, and where it
 * takes as many: then it only saves a copy.
 */
const [MOST_TILES, MOST_AS_MANY] = [256, 64];

/**
 * Whether an input gradient pays as a full convolution of output gradients [n, n], of which the rows and columns from `start` on
 * are wanted: it takes the tiles of these, and no copy of them with zeros around.
 */
export function fitsFull(sizes: Omit<ConvolutionSizes, "image">, start: Pair, gradient: Pair): boolean {
  const { out } = sizes;
  const within = [0, 1].every(
    (axis) => start[axis] >= 0 && start[axis] < TAPS && start[axis] + out[axis] <= gradient[axis] + TAPS - 1,
  );
  const [tile, usual] = [tileOf(sizes, gradient), tileOf(sizes)];
  if (!within || tile === undefined || usual === undefined) return false;
  const tiles = tilesOf(gradient, tile);
  const [products, otherwise] = [tiles * productsOf(tile), tilesOf(out, usual) * productsOf(usual)];
  return products < otherwise ? tiles <= MOST_TILES : products === otherwise && tiles <= MOST_AS_MANY;
}
