import type { Samples } from "../../data/dataset.ts";

/** Whether targets are the numbers of classes. */
export function hasClasses({ targets }: Samples): boolean {
  return targets.shape.length === 1;
}
