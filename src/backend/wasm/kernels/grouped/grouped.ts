import { emitGroupedConvolution } from "./convolution.ts";
import { emitGroupedKernelGradient } from "./kernel-gradient.ts";

/** The code of convolutions of each channel, or of a few channels, on their own, and of their kernels' gradients. */
export const grouped = { convolution: emitGroupedConvolution, kernelGradient: emitGroupedKernelGradient };
