import { BYTES } from "../../graph/primitives.ts";
import { type ConvolutionSizes, type Kernel, readsOf, writesOf } from "../../plan/kernel.ts";

/** What reading or writing a byte costs in flops, on a weak card. */
const BYTE = 4;
/** A block of random words is rounds of whole numbers. */
const RANDOM = 40;

/** About what a kernel takes, in flops: an estimate by sizes, to compare kernels and to bound submissions. */
export function workOf(kernel: Kernel): number {
  if (kernel.kind === "sweep") return kernel.kernels.reduce((sum, each) => sum + workOf(each), 0);
  const touched = [...new Set(readsOf(kernel)), ...new Set(writesOf(kernel))];
  const bytes = touched.reduce((sum, { size, storage }) => sum + size * BYTES[storage], 0);
  return flopsOf(kernel) + BYTE * bytes;
}

/** Multiplications and additions of products; of other kernels one for each term at each index. */
function flopsOf(kernel: Exclude<Kernel, { kind: "sweep" }>): number {
  switch (kernel.kind) {
    case "matmul":
      return 2 * kernel.batch * kernel.m * kernel.n * kernel.k;
    case "convolution":
    case "inputGradient":
    case "kernelGradient":
      return ofConvolution(kernel);
    case "map":
    case "reduce":
      return kernel.terms.length * kernel.extents.reduce((size, extent) => size * extent, 1);
    case "random":
      return RANDOM * kernel.buffer.size;
    case "scatter":
      return kernel.values.size;
    case "fill":
    case "winogradWeights":
      return 0;
  }
}

function ofConvolution({ batch, out, outputs, kernel, channels, groups }: ConvolutionSizes): number {
  return (2 * batch * out[0] * out[1] * outputs * kernel[0] * kernel[1] * channels) / groups;
}
