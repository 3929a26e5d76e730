import type { KernelGradientKernel } from "../../../plan/kernel.ts";
import type { Shader } from "../shader.ts";
import { emitContraction } from "./contraction.ts";
import { THIN } from "./convolution.ts";
import { imageStrides } from "./image-strides.ts";
import { emitThinKernelGradient } from "./thin-kernel-gradient.ts";

/** The thin form has a register, and a sum over the workgroup, for each column of the kernel. */
const WIDEST = 16;

/** dw[tap, o] = Σ over pixels of x[tap, pixel] · dy[pixel, o], group by group, for each share of the batch. */
export function emitKernelGradient(kernel: KernelGradientKernel): Shader[] {
  const { batch, channels, kernel: taps, outputs, out, groups, chunks } = kernel;
  const [inputs, perGroup] = [channels / groups, outputs / groups];
  if (perGroup < THIN && taps[1] <= WIDEST) return emitThinKernelGradient(kernel);
  const strides = imageStrides(kernel);
  const share = Math.ceil(batch / chunks);
  return emitContraction({
    batch: [chunks, groups],
    rows: [...taps, inputs],
    columns: [perGroup],
    inner: [share, ...out],
    a: {
      view: { buffer: kernel.input, offset: 0 },
      batch: [share * strides.pixels[0], inputs],
      lines: strides.taps,
      inner: strides.pixels,
    },
    b: {
      view: { buffer: kernel.gradient, offset: 0 },
      batch: [share * strides.outputs[0], perGroup],
      lines: [1],
      inner: strides.outputs,
    },
    out: { buffer: kernel.output, batch: [taps[0] * taps[1] * inputs * outputs, perGroup], row: outputs },
    total: batch % chunks === 0 ? undefined : batch * out[0] * out[1],
  });
}
