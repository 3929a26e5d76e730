import type { NumberArray, Samples } from "../../data/dataset.ts";

/** The samples with other targets, in the same type of array. */
export function changedTargets(samples: Samples, change: (targets: NumberArray) => void): Samples {
  const { shape, data } = samples.targets;
  const changed = data.slice();
  change(changed);
  return { ...samples, targets: { shape, data: changed } };
}
