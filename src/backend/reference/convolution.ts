import type { Convolution } from "../../graph/primitives.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Computed } from "./computed.ts";

/** y[n, r, c, o] = Σ x[n, r·s + i·d, c·s + j·d, g·C + q] · w[i, j, q, o], group g = ⌊o / (O / groups)⌋ */
export function conv2d(node: Tensor<"conv2d">, image: Computed, kernel: Computed): Float64Array {
  const out = new Float64Array(sizeOf(node.shape));
  taps(node.attributes, image.shape, kernel.shape, node.shape, (x, w, y) => {
    out[y] += image.data[x] * kernel.data[w];
  });
  return out;
}

/** dx[…] = Σ dy[…] · w[…] over the same taps. */
export function conv2dInputGradient(
  node: Tensor<"conv2dInputGradient">,
  gradient: Computed,
  kernel: Computed,
): Float64Array {
  const out = new Float64Array(sizeOf(node.shape));
  taps(node.attributes, node.shape, kernel.shape, gradient.shape, (x, w, y) => {
    out[x] += gradient.data[y] * kernel.data[w];
  });
  return out;
}

/** dw[…] = Σ dy[…] · x[…] over the same taps. */
export function conv2dKernelGradient(
  node: Tensor<"conv2dKernelGradient">,
  image: Computed,
  gradient: Computed,
): Float64Array {
  const out = new Float64Array(sizeOf(node.shape));
  taps(node.attributes, image.shape, node.shape, gradient.shape, (x, w, y) => {
    out[w] += gradient.data[y] * image.data[x];
  });
  return out;
}

/** Visits every product of a convolution by the flat places of its image, kernel and output element. */
function taps(
  { stride, dilation, groups }: Convolution,
  [batch, height, width, channels]: Shape,
  [kernelHeight, kernelWidth, inputs, outputs]: Shape,
  [, rows, columns]: Shape,
  visit: (x: number, w: number, y: number) => void,
): void {
  const perGroup = outputs / groups;
  for (let n = 0; n < batch; n++)
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        for (let i = 0; i < kernelHeight; i++)
          for (let j = 0; j < kernelWidth; j++) {
            const row = r * stride[0] + i * dilation[0];
            const column = c * stride[1] + j * dilation[1];
            const pixel = ((n * height + row) * width + column) * channels;
            const tap = (i * kernelWidth + j) * inputs;
            const place = ((n * rows + r) * columns + c) * outputs;
            for (let q = 0; q < inputs; q++)
              for (let o = 0; o < outputs; o++)
                visit(pixel + Math.floor(o / perGroup) * inputs + q, (tap + q) * outputs + o, place + o);
          }
}
