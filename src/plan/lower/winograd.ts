import type { ConvolutionSizes } from "../kernel.ts";

/** Outputs of a tile along each axis. */
export const WINOGRAD_TILE = 4;
/** Elements of a transformed kernel for each pair of channels. */
export const WINOGRAD_PRODUCTS = 36;

/** Whether Winograd's form pays: 3×3 kernels at stride 1 with enough channels, and more than a few outputs to tile. */
export function fitsWinograd({ kernel, stride, dilation, groups, channels, outputs, out }: ConvolutionSizes): boolean {
  const plain = groups === 1 && [...stride, ...dilation].every((step) => step === 1);
  const square = kernel[0] === 3 && kernel[1] === 3;
  return plain && square && channels % 8 === 0 && outputs % 8 === 0 && out[0] >= 3 && out[1] >= 3;
}
