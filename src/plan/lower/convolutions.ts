import { sizeOf, stridesOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Buffer, ConvolutionSizes } from "../kernel.ts";
import type { Crop } from "./crops.ts";
import type { Lowering } from "./lowering.ts";
import { fitsWinograd, WINOGRAD_PRODUCTS } from "./winograd.ts";

type ConvolutionNode = Tensor<"conv2d"> | Tensor<"conv2dInputGradient"> | Tensor<"conv2dKernelGradient">;

/** Adds the kernels of a convolution or of one of its gradients. */
export function convolutionKernels(lowering: Lowering, node: ConvolutionNode, output: Buffer, crop?: Crop): void {
  const [first, second] = node.operands;
  if (node.is("conv2dInputGradient")) {
    inputGradient(lowering, node, output, crop);
    return;
  }
  const [a, b] = [lowering.floatsOf(first), lowering.floatsOf(second)];
  if (node.is("conv2d")) {
    const sizes = convolutionSizes(node, first, second, node);
    convolution(lowering, sizes, a, b, output);
  } else kernelGradient(lowering, convolutionSizes(node, first, node, second), a, b, output);
}

/** The convolution itself, in Winograd's form where that pays. */
function convolution(
  lowering: Lowering,
  sizes: ConvolutionSizes,
  input: Buffer,
  weights: Buffer,
  output: Buffer,
): void {
  const winograd = lowering.winograd && fitsWinograd(sizes);
  if (!winograd) {
    lowering.kernels.push({ kind: "convolution", ...sizes, winograd, input, weights, output });
    return;
  }
  const { channels, outputs } = sizes;
  const transformed = lowering.temporary(WINOGRAD_PRODUCTS * channels * outputs, "winograd weights");
  lowering.kernels.push({ kind: "winogradWeights", inputs: channels, outputs, weights, output: transformed });
  lowering.kernels.push({ kind: "convolution", ...sizes, winograd, input, weights: transformed, output });
}

/** Numbers that the partial sums of one kernel gradient may take. */
const PARTIAL_LIMIT = 1 << 22;

/** The batch in fixed chunks, so that threads share the work and yet every sum has one order. */
function kernelGradient(
  lowering: Lowering,
  sizes: ConvolutionSizes,
  input: Buffer,
  gradient: Buffer,
  output: Buffer,
): void {
  const winograd = lowering.winograd && fitsWinograd(sizes);
  const chunks = Math.max(
    1,
    Math.min(sizes.batch, winograd ? 8 : 16, Math.floor(PARTIAL_LIMIT / Math.max(1, output.size))),
  );
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
 * dx = conv(pad(dy), flip(w)): each input pixel sums the outputs that it reached. dy is spread by the stride and padded
 * by the kernel's reach; w is turned by 180° and its channels are exchanged, group by group. Of a crop, only
 * as much is computed.
 */
function inputGradient(
  lowering: Lowering,
  node: Tensor<"conv2dInputGradient">,
  output: Buffer,
  { slice, start }: Crop | { slice: Tensor; start: Crop["start"] } = { slice: node, start: [0, 0] },
): void {
  const [gradient, weights] = node.operands;
  const { batch, image, channels, kernel, outputs, stride, dilation, groups } = convolutionSizes(
    node,
    slice,
    weights,
    gradient,
  );
  const reach = [(kernel[0] - 1) * dilation[0], (kernel[1] - 1) * dilation[1]];

  const padded = [batch, image[0] + reach[0], image[1] + reach[1], outputs];
  const spread = lowering.temporary(sizeOf(padded), "spread gradient");
  const [perImage, perRow, perPixel] = stridesOf(padded);
  lowering.kernels.push({ kind: "fill", buffer: spread });
  lowering.map(
    gradient,
    gradient.shape,
    {
      buffer: spread,
      offset: (reach[0] - start[0]) * perRow + (reach[1] - start[1]) * perPixel,
      strides: [perImage, stride[0] * perRow, stride[1] * perPixel, 1],
    },
    false,
    false,
  );

  // [kh, kw, c/g, g, o/g] → turned, [kh, kw, o/g, g, c/g]
  const [inputs, perGroup] = [channels / groups, outputs / groups];
  const turned = weights
    .reshape([kernel[0], kernel[1], inputs, groups, perGroup])
    .flip([0, 1])
    .transpose([0, 1, 4, 3, 2]);
  const flipped = lowering.temporary(sizeOf(weights.shape), "turned kernel");
  lowering.map(turned, turned.shape, { buffer: flipped, offset: 0, strides: stridesOf(turned.shape) }, false, false);

  const sizes: ConvolutionSizes = {
    batch,
    image: [padded[1], padded[2]],
    channels: outputs,
    kernel,
    outputs: channels,
    out: image,
    stride: [1, 1],
    dilation,
    groups,
  };
  convolution(lowering, sizes, spread, flipped, output);
}

function convolutionSizes(
  { attributes: { stride, dilation, groups } }: ConvolutionNode,
  image: Tensor,
  kernel: Tensor,
  out: Tensor,
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
