import type { Primitive } from "../../graph/primitives.ts";
import type { Program } from "../../graph/program.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Crop } from "./images/crops.ts";
import type { KernelRule } from "./kernel-rule.ts";

/** What images alone need: convolutions, their gradients, and the gradient of windows. */
const OF_IMAGES = ["conv2d", "conv2dInputGradient", "conv2dKernelGradient", "unwindow"] as const satisfies Primitive[];
export type OfImages = (typeof OF_IMAGES)[number];

/** How these become kernels, and of which gradients only a part is read. */
export interface ImageRules {
  readonly kernelRules: { readonly [P in OfImages]: KernelRule<P> };
  readonly croppedGradients: (program: Program) => Map<Tensor, Crop>;
}

export function isOfImages({ primitive }: Tensor): boolean {
  return (OF_IMAGES as readonly Primitive[]).includes(primitive);
}
