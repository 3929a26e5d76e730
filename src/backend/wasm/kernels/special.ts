import type { ConvolutionKernel, KernelGradientKernel } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import { emitConvolution } from "./direct/convolution.ts";
import { emitKernelGradient } from "./direct/kernel-gradient.ts";
import { emitScatter } from "./scatter.ts";
import { emitWinogradConvolution } from "./winograd/convolution.ts";
import { emitWinogradKernelGradient } from "./winograd/kernel-gradient.ts";
import { emitWinogradWeights } from "./winograd/kernel-transform.ts";

/** The code of kernels that a stack of dense layers has none of: a fifth of all, loaded with the first that is needed. */
export const special = {
  convolution: (module: ModuleBuilder, kernel: ConvolutionKernel) =>
    kernel.winograd === undefined
      ? emitConvolution(module, kernel)
      : emitWinogradConvolution(module, kernel, kernel.winograd),
  kernelGradient: (module: ModuleBuilder, kernel: KernelGradientKernel) =>
    kernel.winograd === undefined
      ? emitKernelGradient(module, kernel)
      : emitWinogradKernelGradient(module, kernel, kernel.winograd),
  winogradWeights: emitWinogradWeights,
  scatter: emitScatter,
};
