import type { ConvolutionKernel, KernelGradientKernel, Tile } from "../../../../plan/kernel.ts";
import type { ModuleBuilder } from "../../emit/module.ts";
import { emitWinogradConvolution } from "./convolution.ts";
import { emitWinogradFullConvolution } from "./full-convolution.ts";
import { emitWinogradKernelGradient } from "./kernel-gradient.ts";
import { emitWinogradWeights } from "./kernel-transform.ts";

/** The code of 3×3 convolutions in Winograd's form, and of their kernels' gradients. */
export const winograd = {
  convolution(module: ModuleBuilder, kernel: ConvolutionKernel) {
    const [tile, { full }] = [kernel.winograd as Tile, kernel];
    if (full !== undefined) return emitWinogradFullConvolution(module, kernel, tile, full);
    return emitWinogradConvolution(module, kernel, tile);
  },
  kernelGradient: (module: ModuleBuilder, kernel: KernelGradientKernel) =>
    emitWinogradKernelGradient(module, kernel, kernel.winograd as Tile),
  winogradWeights: emitWinogradWeights,
};
