import type { ConvolutionKernel, KernelGradientKernel } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import { emitConvolution } from "./direct/convolution.ts";
import { fitsGrouped } from "./direct/grouped.ts";
import { emitGroupedConvolution } from "./direct/grouped-convolution.ts";
import { emitGroupedKernelGradient } from "./direct/grouped-kernel-gradient.ts";
import { emitKernelGradient } from "./direct/kernel-gradient.ts";
import { emitShortRows, hasShortRows } from "./direct/short-rows.ts";
import { emitScatter } from "./scatter.ts";
import { emitWinogradConvolution } from "./winograd/convolution.ts";
import { emitWinogradFullConvolution } from "./winograd/full-convolution.ts";
import { emitWinogradKernelGradient } from "./winograd/kernel-gradient.ts";
import { emitWinogradWeights } from "./winograd/kernel-transform.ts";

/** The code of kernels that a stack of dense layers has none of: a fifth of all, loaded with the first that is needed. */
export const special = {
  convolution(module: ModuleBuilder, kernel: ConvolutionKernel) {
    const { winograd, full } = kernel;
    if (winograd !== undefined && full !== undefined)
      return emitWinogradFullConvolution(module, kernel, winograd, full);
    if (winograd !== undefined) return emitWinogradConvolution(module, kernel, winograd);
    if (fitsGrouped(kernel)) return emitGroupedConvolution(module, kernel);
    return (hasShortRows(kernel) ? emitShortRows : emitConvolution)(module, kernel);
  },
  kernelGradient(module: ModuleBuilder, kernel: KernelGradientKernel) {
    if (kernel.winograd !== undefined) return emitWinogradKernelGradient(module, kernel, kernel.winograd);
    return (fitsGrouped(kernel) ? emitGroupedKernelGradient : emitKernelGradient)(module, kernel);
  },
  winogradWeights: emitWinogradWeights,
  scatter: emitScatter,
};
