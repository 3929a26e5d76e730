import type { ConvolutionSizes } from "../kernel.ts";

/** Sizes of Winograd's form F(4×4, 3×3), along each axis: outputs of a tile, taps of a kernel, inputs of a tile. */
export const TILE = 4;
export const TAPS = 3;
export const WINDOW = TILE + TAPS - 1;
/** Products of a tile, and elements of a transformed kernel, for each pair of channels. */
export const PRODUCTS = WINDOW * WINDOW;

/** Whether Winograd's form pays: 3×3 kernels at stride 1 with enough channels, and more than a few outputs to tile. */
export function fitsWinograd({ kernel, stride, dilation, groups, channels, outputs, out }: ConvolutionSizes): boolean {
  const plain = groups === 1 && [...stride, ...dilation].every((step) => step === 1);
  const square = kernel.every((taps) => taps === TAPS);
  return plain && square && channels % 8 === 0 && outputs % 8 === 0 && out[0] >= 3 && out[1] >= 3;
}
