import type { ConvolutionKernel, KernelGradientKernel } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import { emitConvolution } from "./direct/convolution.ts";
import { emitKernelGradient } from "./direct/kernel-gradient.ts";
import { emitScatter } from "./scatter.ts";
import { emitWinogradConvolution } from "./winograd/convolution.ts";
import { emitWinogradFullConvolution } from "./winograd/full-convolution.ts";
import { emitWinogradKernelGradient } from "./winograd/kernel-gradient.ts";
import { emitWinogradWeights } from "./winograd/kernel-transform.ts";

/** The code of kernels that a stack of dense layers has none of: a fifth of all, loaded with the first that is needed. */
export const special = {
  convolution: (module: ModuleBuilder, kernel: ConvolutionKernel) => {
    if (kernel.full !== undefined) return emitWinogradFullConvolution(module, kernel, kernel.full);
    return kernel.winograd ? emitWinogradConvolution(module, kernel) : emitConvolution(module, kernel);
  },
  kernelGradient: (module: ModuleBuilder, kernel: KernelGradientKernel) =>
    kernel.winograd ? emitWinogradKernelGradient(module, kernel) : emitKernelGradient(module, kernel),
  winogradWeights: emitWinogradWeights,
  scatter: emitScatter,
};
