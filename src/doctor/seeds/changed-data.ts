import { DATASET_PARTS, type Dataset, type DatasetPart, type Samples } from "../../data/dataset.ts";

/** The same data with sets that are made anew. The table they were read from is left out: other splits would be of that one. */
export function changedData(
  { table: _, ...data }: Dataset,
  change: (samples: Samples, part: DatasetPart) => Samples,
  parts: readonly DatasetPart[] = DATASET_PARTS,
): Dataset {
  const changed: Dataset = { ...data };
  for (const part of parts) {
    const samples = data[part];
    if (samples !== undefined) changed[part] = change(samples, part);
  }
  return changed;
}
