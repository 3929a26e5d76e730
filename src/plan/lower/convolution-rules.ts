import { sizeOf, stridesOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Buffer, ConvolutionKernel, ConvolutionSizes } from "../kernel.ts";
import type { Lowering } from "./lowering.ts";
import { fitsWinograd, PRODUCTS } from "./winograd.ts";

type ConvolutionNode = Tensor<"conv2d"> | Tensor<"conv2dInputGradient"> | Tensor<"conv2dKernelGradient">;

/** y = conv(x, w) */
export function convolution(lowering: Lowering, node: Tensor<"conv2d">, output: Buffer): void {
  const [image, kernel] = node.operands;
  const [input, weights] = [lowering.floatsOf(image), lowering.floatsOf(kernel)];
  convolve(lowering, { ...sizesOf(node, { image, kernel, out: node }), input, weights, output });
}

/** A convolution of what lies in memory, in Winograd's form where that pays. */
function convolve(lowering: Lowering, convolution: Omit<ConvolutionKernel, "kind" | "winograd">): void {
  const winograd = lowering.winograd && fitsWinograd(convolution);
  if (!winograd) {
    lowering.kernels.push({ kind: "convolution", ...convolution, winograd });
    return;
  }
  const { channels, outputs, weights } = convolution;
  const transformed = lowering.temporary(PRODUCTS * channels * outputs, "winograd weights");
  lowering.kernels.push({ kind: "winogradWeights", inputs: channels, outputs, weights, output: transformed });
  lowering.kernels.push({ kind: "convolution", ...convolution, winograd, weights: transformed });
}

/** Numbers that the partial sums of one kernel gradient may take. */
const PARTIAL_LIMIT = 1 << 22;
/**
 * Parts of the batch with sums of their own: work for as many threads, but each part costs memory for its sums and a pass
 * over them. Fewer in Winograd's form, whose parts also transform their sums. Chosen for a few threads rather than tuned;
 * they decide the order of the sums, and so the last bits of every training run.
 */
const CHUNKS = { direct: 16, winograd: 8 };

/** dw = Σ over pixels of x · dy, the batch in fixed chunks, so that threads share the work and yet every sum has one order. */
export function kernelGradient(lowering: Lowering, node: Tensor<"conv2dKernelGradient">, output: Buffer): void {
  const [image, out] = node.operands;
  const [input, gradient] = [lowering.floatsOf(image), lowering.floatsOf(out)];
  const sizes = sizesOf(node, { image, kernel: node, out });
  const winograd = lowering.winograd && fitsWinograd(sizes);
  const most = winograd ? CHUNKS.winograd : CHUNKS.direct;
  const chunks = Math.max(1, Math.min(sizes.batch, most, Math.floor(PARTIAL_LIMIT / Math.max(1, output.size))));
  const sums = chunks === 1 ? output : lowering.temporary(chunks * output.size, "partial kernel gradients");
  if (sizes.batch === 0 || sizes.out[0] * sizes.out[1] === 0) lowering.kernels.push({ kind: "fill", buffer: output });
  else lowering.kernels.push({ kind: "kernelGradient", ...sizes, chunks, winograd, input, gradient, output: sums });
  if (chunks === 1) return;
  lowering.kernels.push({
    kind: "reduce",
    extents: [chunks, output.size],
    reduced: [true, false],
    terms: [{ op: "load", view: { buffer: sums, offset: 0, strides: [output.size, 1] } }],
    results: [{ op: "sum", term: 0, view: { buffer: output, offset: 0, strides: [0, 1] } }],
  });
}

/**
 * dx = conv(pad(dy), flip(w)): each input pixel sums the outputs that it reached. dy is dilated by the stride and padded
 * by the kernel's reach; w is turned by 180° and its channels are exchanged, group by group. Of a crop, only
 * as much is computed.
 */
export function inputGradient(lowering: Lowering, node: Tensor<"conv2dInputGradient">, output: Buffer): void {
  const [gradient, weights] = node.operands;
  const { slice, start } = lowering.cropOf(node) ?? { slice: node, start: [0, 0] };
  const sizes = sizesOf(node, { image: slice, kernel: weights, out: gradient });
  const { batch, image, channels, kernel, outputs, stride, dilation, groups } = sizes;
  const reach = [(kernel[0] - 1) * dilation[0], (kernel[1] - 1) * dilation[1]];

  const padded = [batch, image[0] + reach[0], image[1] + reach[1], outputs];
  const dilated = lowering.temporary(sizeOf(padded), "spread gradient");
  const [perImage, perRow, perPixel] = stridesOf(padded);
  lowering.kernels.push({ kind: "fill", buffer: dilated });
  lowering.map(gradient, {
    buffer: dilated,
    offset: (reach[0] - start[0]) * perRow + (reach[1] - start[1]) * perPixel,
    strides: [perImage, stride[0] * perRow, stride[1] * perPixel, 1],
  });

  // [kh, kw, c/g, g, o/g] → turned, [kh, kw, o/g, g, c/g]
  const [inputs, perGroup] = [channels / groups, outputs / groups];
  const turned = weights
    .reshape([kernel[0], kernel[1], inputs, groups, perGroup])
    .flip([0, 1])
    .transpose([0, 1, 4, 3, 2]);
  const flipped = lowering.temporary(sizeOf(weights.shape), "turned kernel");
  lowering.store(turned, flipped);

  convolve(lowering, {
    batch,
    image: [padded[1], padded[2]],
    channels: outputs,
    kernel,
    outputs: channels,
    out: image,
    stride: [1, 1],
    dilation,
    groups,
    input: dilated,
    weights: flipped,
    output,
  });
}

function sizesOf(
  { attributes: { stride, dilation, groups } }: ConvolutionNode,
  { image, kernel, out }: { image: Tensor; kernel: Tensor; out: Tensor },
): ConvolutionSizes {
  const [batch, height, width, channels] = image.shape;
  const [kernelHeight, kernelWidth, , outputs] = kernel.shape;
  return {
    batch,
    image: [height, width],
    channels,
    kernel: [kernelHeight, kernelWidth],
    outputs,
    out: [out.shape[1], out.shape[2]],
    stride,
    dilation,
    groups,
  };
}
