import type { Kernel } from "../../../plan/kernel.ts";
import type { Shader } from "../shader.ts";
import { emitConvolution } from "./convolution.ts";
import { emitFill } from "./fill.ts";
import { emitKernelGradient } from "./kernel-gradient.ts";
import { emitMap } from "./map.ts";
import { emitMatmul } from "./matmul.ts";
import { emitRandom } from "./random.ts";
import { emitReduce } from "./reduce.ts";
import { emitScatter } from "./scatter.ts";

/** The kinds of kernels in plans for a GPU: convolutions and their gradients are direct, and sweeps, which are for caches, are taken apart. */
type GpuKernel = Exclude<Kernel, { kind: "sweep" | "winogradWeights" | "inputGradient" }>;

type Emit<K extends GpuKernel> = (kernel: K, bySample: boolean) => readonly Shader[];

/** What each kind of kernel becomes: shaders that run one after another. */
const emitters: { [K in GpuKernel["kind"]]: Emit<Extract<GpuKernel, { kind: K }>> } = {
  map: emitMap,
  reduce: emitReduce,
  fill: emitFill,
  random: emitRandom,
  matmul: emitMatmul,
  convolution: emitConvolution,
  kernelGradient: emitKernelGradient,
  scatter: emitScatter,
};

/**
 * The shaders of a kernel, in the order in which they run.
 * @param bySample whether the order of a sample's sums shall not follow from how many samples there are.
 */
export function emitKernel(kernel: Kernel, bySample: boolean): readonly Shader[] {
  if (kernel.kind === "sweep") return kernel.kernels.flatMap((each) => emitKernel(each, bySample));
  if (kernel.kind === "winogradWeights" || kernel.kind === "inputGradient")
    throw new Error("convolutions on a GPU are direct");
  return (emitters[kernel.kind] as Emit<GpuKernel>)(kernel, bySample);
}
