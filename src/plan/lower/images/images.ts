import type { ImageRules } from "../image-rules.ts";
import { convolution, kernelGradient } from "./convolution-rules.ts";
import { croppedGradients } from "./crops.ts";
import { inputGradient } from "./input-gradient.ts";
import { unwindow } from "./unwindow.ts";

export const images: ImageRules = {
  kernelRules: {
    conv2d: convolution,
    conv2dInputGradient: inputGradient,
    conv2dKernelGradient: kernelGradient,
    unwindow,
  },
  croppedGradients,
};
