import type { ConvolutionKernel } from "../../../../plan/kernel.ts";
import type { ModuleBuilder } from "../../emit/module.ts";
import { emitConvolution } from "./convolution.ts";
import { emitFillAround } from "./fill-around.ts";
import { emitKernelGradient } from "./kernel-gradient.ts";
import { emitShortRows, hasShortRows } from "./short-rows.ts";

/** The code of convolutions that are computed as they are written, of their kernels' gradients, and of padding. */
export const direct = {
  convolution: (module: ModuleBuilder, kernel: ConvolutionKernel) =>
    (hasShortRows(kernel) ? emitShortRows : emitConvolution)(module, kernel),
  kernelGradient: emitKernelGradient,
  fill: emitFillAround,
};
