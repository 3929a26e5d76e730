import { emitGroupedConvolution } from "./convolution.ts";
import { emitGroupedInputGradient } from "./input-gradient.ts";
import { emitGroupedKernelGradient } from "./kernel-gradient.ts";

/** The code of convolutions of each channel, or of a few channels, on their own, and of both gradients. */
export const grouped = {
  convolution: emitGroupedConvolution,
  inputGradient: emitGroupedInputGradient,
  kernelGradient: emitGroupedKernelGradient,
};
