import type { Tensor } from "../../graph/tensor.ts";
import type { ConvolutionKernel, ConvolutionSizes } from "../kernel.ts";
import type { Lowering } from "./lowering.ts";
import { productsOf, tileOf } from "./winograd.ts";

/** A convolution of what lies in memory, in Winograd's form where that pays. */
export function convolve(lowering: Lowering, convolution: Omit<ConvolutionKernel, "kind" | "winograd">): void {
  const tile = lowering.winograd ? tileOf(convolution) : undefined;
  if (tile === undefined) {
    lowering.kernels.push({ kind: "convolution", ...convolution, winograd: tile });
    return;
  }
  const { channels, outputs, weights } = convolution;
  const transformed = lowering.temporary(productsOf(tile) * channels * outputs, "winograd weights");
  lowering.kernels.push({ kind: "winogradWeights", tile, inputs: channels, outputs, weights, output: transformed });
  lowering.kernels.push({ kind: "convolution", ...convolution, winograd: tile, weights: transformed });
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
