import type { ConvolutionSizes } from "../../../../plan/kernel.ts";
import { COLUMNS } from "../microkernel.ts";

/** The sizes that follow from those of a convolution. */
export function derive(sizes: ConvolutionSizes) {
  const { image, channels, kernel, outputs, out, dilation, groups } = sizes;
  const inputs = channels / groups;
  const perGroup = outputs / groups;
  // Taps that lie side by side in memory: a whole kernel row, unless dilation or groups tear it apart.
  const whole = groups === 1 && (dilation[1] === 1 || kernel[1] === 1);
  return {
    inputs,
    perGroup,
    panels: Math.ceil(perGroup / COLUMNS),
    /** Products that are summed for an output. */
    depth: kernel[0] * kernel[1] * inputs,
    run: whole ? kernel[1] * inputs : inputs,
    runsAcross: whole ? 1 : kernel[1],
    inputRow: image[1] * channels * 4,
    inputImage: image[0] * image[1] * channels * 4,
    outputRow: out[1] * outputs * 4,
    outputImage: out[0] * out[1] * outputs * 4,
  };
}

/** Every stretch of taps that lies contiguously, from the window's corner. */
export function runsOf(sizes: ConvolutionSizes): { offset: number; tap: number }[] {
  const { kernel, dilation, channels } = sizes;
  const { run, runsAcross, inputRow } = derive(sizes);
  return Array.from({ length: kernel[0] * runsAcross }, (_, i) => ({
    offset: Math.floor(i / runsAcross) * dilation[0] * inputRow + (i % runsAcross) * dilation[1] * channels * 4,
    tap: i * run,
  }));
}
