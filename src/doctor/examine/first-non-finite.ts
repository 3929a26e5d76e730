import { firstNotFinite } from "../../data/checks/check-dataset.ts";
import { nameOfFeature, nameOfTarget } from "../../data/checks/name-of-feature.ts";
import { DATASET_PARTS, type Dataset } from "../../data/dataset.ts";
import { placeInTable } from "../../data/table/place-of.ts";

/** The first input or target that is not finite, as words: "train: sample 3, column age"; samples are counted from 0. */
export function firstNonFinite(data: Dataset): string | undefined {
  for (const part of DATASET_PARTS)
    for (const of of ["inputs", "targets"] as const) {
      const values = data[part]?.[of];
      const index = values === undefined ? -1 : firstNotFinite(values.data);
      if (values === undefined || index < 0) continue;
      const width = values.data.length / values.shape[0];
      const [sample, number] = [Math.floor(index / width), index % width];
      const row = data.table?.rows[part]?.[sample];
      const where = row === undefined ? `sample ${sample}` : placeInTable(data.table?.table, row);
      const named = of === "inputs" ? nameOfFeature(number, data) : nameOfTarget(number, data);
      return `${part}: ${where}, ${named ?? `${of === "inputs" ? "feature" : "target"} ${number}`}`;
    }
  return undefined;
}
