import type { Tensor } from "../../graph/tensor.ts";
import type { ConvolutionKernel, ConvolutionSizes } from "../kernel.ts";
import type { Lowering } from "./lowering.ts";
import { fitsWinograd, PRODUCTS } from "./winograd.ts";

/** A convolution of what lies in memory, in Winograd's form where that pays; a full one is always in that form. */
export function convolve(lowering: Lowering, convolution: Omit<ConvolutionKernel, "kind" | "winograd">): void {
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
