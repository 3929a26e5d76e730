import type { ConvolutionSizes } from "../../../../plan/kernel.ts";

/** More channels in a group make inner products that are long enough for the microkernel. */
const FEW_INPUTS = 8;

/**
 * Whether neighboring outputs are computed as vectors, tap by tap: channels on their own with a few outputs each (depthwise),
 * or groups of a few channels whose outputs fill vectors. Panels of 8 outputs would be mostly empty there, and their inner
 * products short.
 */
export function fitsGrouped({ channels, outputs, groups }: ConvolutionSizes): boolean {
  const [inputs, perGroup] = [channels / groups, outputs / groups];
  if (groups === 1) return false;
  return inputs === 1 && perGroup <= 8 ? true : inputs <= FEW_INPUTS && perGroup % 4 === 0 && perGroup % 8 !== 0;
}
