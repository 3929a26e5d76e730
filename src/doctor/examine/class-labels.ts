import type { NumberArray } from "../../data/dataset.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";

/** The class of each training sample; undefined for real targets, several labels and several targets. */
export function classLabels({ data, task }: Training): NumberArray | undefined {
  const { targets } = data.train;
  const one = targets.data.length === targets.shape[0];
  return (task === "classification" || task === "binary") && one && data.layout?.targets === undefined
    ? targets.data
    : undefined;
}
