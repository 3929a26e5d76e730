import type { Program } from "../../../graph/program.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import { consumers } from "../../../graph/walk.ts";
import { isAddedUp } from "./is-added-up.ts";

/** The part of an image that is read: its first row and column, and its size. */
export interface Crop {
  /** The slice that reads it, and stands for it. */
  slice: Tensor<"slice">;
  start: readonly [row: number, column: number];
}

/**
 * The gradients of images of which only a part is read: of a padded image, the gradient of the padding is of no use, and is
 * not computed. Winograd's tiles fit the image better, too.
 */
export function croppedGradients({ nodes, outputs, updates }: Program): Map<Tensor, Crop> {
  const among = nodes.filter((node) => node.is("conv2dInputGradient") || (node.is("unwindow") && isAddedUp(node)));
  if (among.length === 0) return new Map();
  const readers = consumers(nodes, among);
  const given = new Set<Tensor>([...Object.values(outputs), ...updates.map(({ value }) => value)]);
  const crops = new Map<Tensor, Crop>();
  for (const node of among) {
    if (given.has(node)) continue;
    const [slice, ...others] = new Set(readers.get(node));
    if (others.length > 0 || slice === undefined || !slice.is("slice")) continue;
    const { start, size, step } = slice.attributes;
    const inner = start[0] === 0 && start[3] === 0 && size[0] === node.shape[0] && size[3] === node.shape[3];
    if (
      inner &&
      step.every((by) => by === 1) &&
      (node.is("unwindow") || fits(node as Tensor<"conv2dInputGradient">, slice))
    )
      crops.set(node, { slice, start: [start[1], start[2]] });
  }
  return crops;
}

/** Whether every output gradient still lies within the dilated gradient of the cropped image, along both axes. */
function fits(node: Tensor<"conv2dInputGradient">, slice: Tensor<"slice">): boolean {
  const [gradient, kernel] = node.operands;
  const { stride, dilation } = node.attributes;
  return [0, 1].every((axis) => {
    const reach = (kernel.shape[axis] - 1) * dilation[axis];
    const first = slice.attributes.start[axis + 1];
    const last = reach - first + (gradient.shape[axis + 1] - 1) * stride[axis];
    return first <= reach && last < slice.shape[axis + 1] + reach;
  });
}
