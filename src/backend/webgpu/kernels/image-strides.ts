import type { ConvolutionSizes } from "../../../plan/kernel.ts";

/** How the indices of a convolution walk over its buffers. */
export function imageStrides({ image, channels, kernel, outputs, out, stride, dilation, groups }: ConvolutionSizes) {
  const [perImage, perRow] = [image[0] * image[1] * channels, image[1] * channels];
  const inputs = channels / groups;
  return {
    /** Output pixels [n, r, c] over the image. */
    pixels: [perImage, stride[0] * perRow, stride[1] * channels],
    /** Taps [i, j, q] over the image. */
    taps: [dilation[0] * perRow, dilation[1] * channels, 1],
    /** Taps [i, j, q] over the kernel [kh, kw, c / groups, o]. */
    weights: [kernel[1] * inputs * outputs, inputs * outputs, outputs],
    /** Output pixels [n, r, c] over the output. */
    outputs: [out[0] * out[1] * outputs, out[1] * outputs, outputs],
  };
}
