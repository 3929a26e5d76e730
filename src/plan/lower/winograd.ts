import type { ConvolutionSizes, Tile } from "../kernel.ts";

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

/** Tiles of 5 have larger errors, and are taken where they save as large a share of the products as this. */
const WORTH = 0.1;

/**
 * The tiles of Winograd's form where it pays: 3×3 kernels at stride 1 with enough channels, and more than a few outputs to
 * tile. Larger tiles take fewer products each, but more of their outputs may lie beyond the image: 14×14 outputs are
 * 16 tiles of 36 products, or 9 of 49.
 */
export function tileOf({
  kernel,
  stride,
  dilation,
  groups,
  channels,
  outputs,
  out,
}: ConvolutionSizes): Tile | undefined {
  const plain = groups === 1 && [...stride, ...dilation].every((step) => step === 1);
  const square = kernel.every((taps) => taps === TAPS);
  if (!plain || !square || channels % 8 > 0 || outputs % 8 > 0 || out[0] < 3 || out[1] < 3) return undefined;
  const products = (tile: Tile) => Math.ceil(out[0] / tile) * Math.ceil(out[1] / tile) * productsOf(tile);
  return products(5) <= (1 - WORTH) * products(4) ? 5 : 4;
}
