import type { ConvolutionKernel } from "../../../plan/kernel.ts";
import type { Shader } from "../shader.ts";
import { emitContraction } from "./contraction.ts";
import { imageStrides } from "./image-strides.ts";
import { formBySample, type ProductSizes, productForm } from "./product-form.ts";
import { emitThinConvolution } from "./thin-convolution.ts";

/** Groups with fewer outputs than this would leave most of a tile idle. */
export const THIN = 4;

/** y[pixel, o] = Σ over taps of x[pixel, tap] · w[tap, o], group by group: a product whose rows are read where they lie. */
export function emitConvolution(kernel: ConvolutionKernel, bySample: boolean): Shader[] {
  const { batch, channels, kernel: taps, outputs, out, groups } = kernel;
  const [inputs, perGroup] = [channels / groups, outputs / groups];
  if (perGroup < THIN) return emitThinConvolution(kernel);
  const strides = imageStrides(kernel);
  const ofPredictions = (sizes: ProductSizes) => formBySample(sizes, out[0] * out[1], perGroup);
  return emitContraction(
    {
      batch: [groups],
      rows: [batch, ...out],
      columns: [perGroup],
      inner: [...taps, inputs],
      a: { view: { buffer: kernel.input, offset: 0 }, batch: [inputs], lines: strides.pixels, inner: strides.taps },
      b: { view: { buffer: kernel.weights, offset: 0 }, batch: [perGroup], lines: [1], inner: strides.weights },
      out: { buffer: kernel.output, batch: [perGroup], row: outputs },
    },
    bySample ? ofPredictions : productForm,
  );
}
