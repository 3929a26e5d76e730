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
    if (kernel.full !== undefined) return emitWinogradFullConvolution(module, kernel, kernel.full);
    if (kernel.winograd) return emitWinogradConvolution(module, kernel);
    if (fitsGrouped(kernel)) return emitGroupedConvolution(module, kernel);
    return (hasShortRows(kernel) ? emitShortRows : emitConvolution)(module, kernel);
  },
  kernelGradient(module: ModuleBuilder, kernel: KernelGradientKernel) {
    if (kernel.winograd) return emitWinogradKernelGradient(module, kernel);
    return (fitsGrouped(kernel) ? emitGroupedKernelGradient : emitKernelGradient)(module, kernel);
  },
  winogradWeights: emitWinogradWeights,
  scatter: emitScatter,
};
