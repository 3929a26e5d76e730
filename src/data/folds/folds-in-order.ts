import { inOrder } from "../split/split-order.ts";
import type { Fold } from "./fold.ts";

/** The samples in their order, cut into k + 1 blocks: fold i trains on the first i of them, and validates on the next one. */
export function foldsInOrder(order: ArrayLike<number>, k: number): Fold[] {
  const sorted = inOrder(order);
  const end = (block: number) => Math.round(((block + 1) * sorted.length) / (k + 1));
  return Array.from({ length: k }, (_, fold) => ({
    train: sorted.slice(0, end(fold)),
    validation: sorted.slice(end(fold), end(fold + 1)),
  }));
}
