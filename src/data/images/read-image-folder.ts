import { usageError } from "../../errors.ts";
import type { ValuesOf } from "../../options.ts";
import { sayOnce } from "../../say-once.ts";
import { checkDataset } from "../checks/check-dataset.ts";
import type { Dataset } from "../dataset.ts";
import type { FolderInput } from "../files/folder-input.ts";
import { split } from "../split.ts";
import type { Folder } from "./folder.ts";
import { folderOfFiles } from "./folder-of-files.ts";
import { folderOnDisk } from "./folder-on-disk.ts";
import type { IMAGE_FOLDER_OPTIONS } from "./image-folder-options.ts";
import { listSets } from "./list-sets.ts";
import { readImageSet } from "./read-image-set.ts";

type ImageFolderValues = ValuesOf<typeof IMAGE_FOLDER_OPTIONS>;
type Values = Omit<ImageFolderValues, "path">;

/** The images of a folder, and of those for other sets. */
export async function readImageFolder({ path, ...values }: ImageFolderValues, signal?: AbortSignal): Promise<Dataset> {
  const folder = folderOf(path, "path");
  const { folders, given } = await foldersOf(folder, values);
  const { size, channels, background, skipBroken, validation, test, seed } = values;
  const wishes = { size: sidesOf(size), channels, background, skipBroken, signal };
  const train = await readImageSet(folders.train, wishes);
  const held: Record<string, unknown> = {};
  for (const part of given) held[part] = (await readImageSet(folders[part] ?? folder, wishes, train)).samples;
  return checkDataset({
    name: folder.name,
    ...split(train.samples, { validation, test, seed }, folder.path),
    ...held,
    classes: train.classes,
  });
}

/** The folder of each set, and which of them have one. @throws a usage error for a set that is asked for twice. */
async function foldersOf(folder: Folder, values: Values) {
  const found = await listSets(folder);
  const folders = {
    train: found.train,
    validation: heldIn(values, "validationFolder") ?? found.validation,
    test: heldIn(values, "testFolder") ?? found.test,
  };
  const given = (["validation", "test"] as const).filter((part) => folders[part] !== undefined);
  const twice = given.find((part) => values[part] !== 0);
  if (twice !== undefined)
    throw usageError({
      where: `imageFolder: ${twice}`,
      expected: `one ${twice} set`,
      received: `${values[twice]} of the training images, and the folder ${folders[twice]?.path}`,
      fix: `Leave \`${twice}\` out.`,
    });
  if (found.train !== folder)
    sayOnce([
      `imageFolder: ${folder.path} has folders of sets, which are read as such: ${Object.keys(found).join(", ")}.`,
    ]);
  return { folders, given };
}

function heldIn(values: Values, key: "validationFolder" | "testFolder"): Folder | undefined {
  const given = values[key];
  return given === undefined ? undefined : folderOf(given, key);
}

function folderOf(given: FolderInput, key: string): Folder {
  return typeof given === "string" ? folderOnDisk(given) : folderOfFiles(`imageFolder: ${key}`, given);
}

function sidesOf(size: number | readonly number[] | undefined): readonly [number, number] | undefined {
  return typeof size === "number" ? [size, size] : (size as readonly [number, number] | undefined);
}
