import type { Tensor } from "../../../graph/tensor.ts";
import type { Buffer, ConvolutionKernel, ConvolutionSizes } from "../../kernel.ts";
import { BLOCKS } from "../../schedule/tiling.ts";
import type { Lowering } from "../lowering.ts";
import { productsOf, tileOf, tilesOf } from "./winograd.ts";

/** Fewer tiles of 4×4 outputs than these do not pay for transforming the kernel, which takes four times its memory. */
const FEW_TILES = 8;

/** Fewer images are not swept, block by block: their pixels may as well be the rows of one matrix product. */
const FEW_IMAGES = BLOCKS[0];

/**
 * A convolution of what lies in memory: a matrix product, in Winograd's form, or direct, whichever pays; a full one is always in
 * Winograd's form. Where samples are to have the same bits in a batch of any size, its size decides nothing.
 */
export function convolve(lowering: Lowering, convolution: Omit<ConvolutionKernel, "kind" | "winograd">): void {
  const { batch, out, channels, outputs, input, weights, output, full } = convolution;
  const { bySample } = lowering;
  if (!bySample && isProduct(convolution) && batch < FEW_IMAGES) {
    const view = (buffer: Buffer, row: number) => ({ buffer, offset: 0, strides: [0, row, 1] });
    const [m, n, k] = [batch * out[0] * out[1], outputs, channels];
    lowering.kernels.push({ kind: "matmul", batch: 1, m, n, k, a: view(input, k), b: view(weights, n), out: output });
    return;
  }
  const pays = bySample || full !== undefined || batch * tilesOf(out, 4) >= FEW_TILES;
  const winograd = pays && lowering.winograd ? tileOf(convolution, full && convolution.image) : undefined;
  if (winograd === undefined) {
    lowering.kernels.push({ kind: "convolution", ...convolution, winograd });
    return;
  }
  const transformed = lowering.temporary(productsOf(winograd) * channels * outputs, "winograd weights");
  lowering.kernels.push({
    kind: "winogradWeights",
    tile: winograd,
    inputs: channels,
    outputs,
    weights,
    output: transformed,
  });
  lowering.kernels.push({ kind: "convolution", ...convolution, winograd, weights: transformed });
}

/** Whether each output is made of one pixel, the outputs in the order of the pixels. */
function isProduct({ kernel, stride, groups, image, out }: ConvolutionSizes): boolean {
  const everyPixel = [0, 1].every((axis) => kernel[axis] === 1 && image[axis] === out[axis]);
  return groups === 1 && everyPixel && stride.every((step) => step === 1);
}

type ConvolutionNode = Tensor<"conv2d"> | Tensor<"conv2dInputGradient"> | Tensor<"conv2dKernelGradient">;

/** The sizes of what a convolution, or one of its gradients, computes. */
export function sizesOf(
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
