import { usageError } from "../../errors.ts";
import { type Shape, showBatch } from "../../graph/shape.ts";

/** The axes of an input of each rank, the batch first. */
const NAMES: Record<number, string> = {
  1: "[batch, features]",
  3: "[batch, height, width, channels]",
};

/**
 * Demands an input of some rank (without the batch): 1 for features, 3 for images.
 * @throws "dense: expected input [batch, features], received [batch, 28, 28]. Add flatten() before it."
 */
export function expectRank(layer: string, input: Shape, rank: 1 | 3): void {
  if (input.length === rank) return;
  throw usageError({
    where: layer,
    expected: `input ${NAMES[rank]}`,
    received: showBatch(input),
    fix: fixFor(input, rank),
  });
}

function fixFor(input: Shape, rank: 1 | 3): string {
  if (rank === 1) return "Add flatten() before it.";
  if (input.length === 2) return `Add reshape([${input.join(", ")}, 1]) before it: a gray image has one channel.`;
  return "Images have a height, a width and channels; put the layer before flatten().";
}
