import type { Kernel, SweepKernel } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import { emitConvolution, emitKernelGradient } from "./convolution.ts";
import type { Emitted } from "./emitted.ts";
import { emitFill } from "./fill.ts";
import { emitMap } from "./map.ts";
import { emitMatmul } from "./matmul.ts";
import { emitRandom } from "./random.ts";
import { emitReduce } from "./reduce.ts";
import { emitScatter } from "./scatter.ts";
import { emitSweep } from "./sweep.ts";
import { emitWinogradConvolution } from "./winograd/convolution.ts";
import { emitWinogradKernelGradient } from "./winograd/kernel-gradient.ts";
import { emitWinogradWeights } from "./winograd/kernel-transform.ts";

type Emitter<K extends Kernel["kind"]> = (
  module: ModuleBuilder,
  kernel: Extract<Kernel, { kind: K }>,
  alongFirst: boolean,
) => Emitted;

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
  sweep: (module, kernel: SweepKernel) => emitSweep(module, kernel, emitKernel),
};

/** The code of a kernel; its parts run along its first axis if `alongFirst`, else along the one that shares best. */
export function emitKernel(module: ModuleBuilder, kernel: Kernel, alongFirst = false): Emitted {
  return (emitters[kernel.kind] as Emitter<Kernel["kind"]>)(module, kernel as never, alongFirst);
}
