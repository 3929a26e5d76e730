import type { DatasetPart } from "../dataset.ts";
import { type Folder, isFolder } from "./folder.ts";

/** What folders of sets are called. */
const NAMES: Readonly<Record<string, DatasetPart>> = {
  train: "train",
  training: "train",
  validation: "validation",
  valid: "validation",
  val: "validation",
  test: "test",
  testing: "test",
};

/**
 * The folders of the training, validation and test set, where a folder has these and no others; else the folder itself,
 * to train on.
 */
export async function listSets(folder: Folder): Promise<Partial<Record<DatasetPart, Folder>> & { train: Folder }> {
  const folders = (await folder.entries()).filter(isFolder);
  const sets = Object.fromEntries(folders.map((one) => [NAMES[one.name.toLowerCase()] ?? "other", one]));
  const areSets = folders.length > 1 && Object.keys(sets).length === folders.length && !("other" in sets);
  return areSets && sets.train !== undefined ? { ...sets, train: sets.train } : { train: folder };
}
