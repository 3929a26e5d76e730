import type { Kernel } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import { emitConvolution, emitKernelGradient } from "./convolution.ts";
import type { Emitted } from "./emitted.ts";
import { emitFill } from "./fill.ts";
import { emitMap } from "./map.ts";
import { emitMatmul } from "./matmul.ts";
import { emitRandom } from "./random.ts";
import { emitReduce } from "./reduce.ts";
import { emitScatter } from "./scatter.ts";
import { emitWinogradConvolution } from "./winograd/convolution.ts";
import { emitWinogradKernelGradient } from "./winograd/kernel-gradient.ts";
import { emitWinogradWeights } from "./winograd/kernel-transform.ts";

type Emitter<K extends Kernel["kind"]> = (module: ModuleBuilder, kernel: Extract<Kernel, { kind: K }>) => Emitted;

const emitters: { [K in Kernel["kind"]]: Emitter<K> } = {
  map: emitMap,
  reduce: emitReduce,
  fill: emitFill,
  random: emitRandom,
  matmul: emitMatmul,
  convolution: (module, kernel) =>
    kernel.winograd ? emitWinogradConvolution(module, kernel) : emitConvolution(module, kernel),
  kernelGradient: (module, kernel) =>
    kernel.winograd ? emitWinogradKernelGradient(module, kernel) : emitKernelGradient(module, kernel),
  winogradWeights: emitWinogradWeights,
  scatter: emitScatter,
};

/** The code of a kernel. */
export function emitKernel(module: ModuleBuilder, kernel: Kernel): Emitted {
  return (emitters[kernel.kind] as (module: ModuleBuilder, kernel: Kernel) => Emitted)(module, kernel);
}
