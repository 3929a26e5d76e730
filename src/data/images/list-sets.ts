import { nodeModule } from "../../node-module.ts";
import type { DatasetPart } from "../dataset.ts";

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
export async function listSets(folder: string): Promise<Partial<Record<DatasetPart, string>> & { train: string }> {
  const { readdir } = await nodeModule("node:fs/promises");
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = found.filter((entry) => !entry.isFile() && !entry.name.startsWith(".")).map(({ name }) => name);
  const sets = Object.fromEntries(names.map((name) => [NAMES[name.toLowerCase()] ?? "other", `${folder}/${name}`]));
  const areSets = names.length > 1 && Object.keys(sets).length === names.length && !("other" in sets);
  return areSets && sets.train !== undefined ? { ...sets, train: sets.train } : { train: folder };
}
