import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { count, custom, flag, type Option, optional, signalOption, type ValuesOf } from "../../options.ts";
import { sayOnce } from "../../say-once.ts";
import { checkDataset } from "../checks/check-dataset.ts";
import { FILES, type FolderInput, folderSchema } from "../files/folder-input.ts";
import type { Folder } from "../images/folder.ts";
import { folderOfFiles } from "../images/folder-of-files.ts";
import { folderOnDisk } from "../images/folder-on-disk.ts";
import { listSets } from "../images/list-sets.ts";
import { readImageSet } from "../images/read-image-set.ts";
import { defineSource } from "../source.ts";
import { partOption, split } from "../split.ts";

const MOST_PIXELS = 4096;
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PIXELS));
const FOLDER = `the path of a folder, or ${FILES}`;
const OPTIONS = {
  path: custom<FolderInput>(folderSchema, undefined, FOLDER, "a folder that has a folder of images for each class"),
  size: optional(
    custom<number | readonly number[] | undefined>(
      v.union([pixels, v.tuple([pixels, pixels])]),
      undefined,
      "a whole number of pixels, or [height, width]",
      "what images are resized to, stretched where they have another shape; by default all must have one size",
    ),
  ),
  channels: optional(
    custom<number | undefined>(
      v.picklist([1, 3, 4]),
      undefined,
      "1 (gray), 3 (RGB) or 4 (RGB and alpha)",
      "by default 3, or 1 where all images are gray",
    ),
  ),
  background: count(255, "what transparent pixels show, from 0 (black) to 255 (white)", 0, 255),
  validation: partOption("images held out to validate on"),
  test: partOption("images held out to test the trained model"),
  seed: count(1, "which images go where", 0),
  validationFolder: optional(
    custom<FolderInput | undefined>(folderSchema, undefined, FOLDER, "images to validate on; none by default"),
  ),
  testFolder: optional(
    custom<FolderInput | undefined>(folderSchema, undefined, FOLDER, "images to test with; none by default"),
  ),
  skipBroken: flag(false, "whether broken files are left out and counted; by default they are an error"),
};

export const imageFolder = defineSource({
  name: "imageFolder",
  summary: "Images in a folder for each class, PNG or JPEG, as bytes [n, height, width, channels].",
  source: "the layout of torchvision's ImageFolder and of Keras' image_dataset_from_directory",
  section: "data",
  use: 'For images of your own: imageFolder("flowers") reads flowers/rose/1.png as an image of the class rose. Classes and files are sorted by name; folders within a class belong to it. A folder that has train and test, or train, val and test, is read as these sets. What a file is follows from its content, not its ending.',
  avoid:
    "All images are in memory, at most 2 GB, and one of more than 25 megapixels is refused. JPEG needs the package jpeg-js, takes about a second for 7 megapixels, and is not turned by its EXIF data. Images are stretched to `size`: crop them first where their shapes differ much. Paths need Node.js; a page gives the files of an <input webkitdirectory>.",
  example: 'imageFolder("flowers", { size: 32, validation: 0.1, test: 0.2 })',
  options: OPTIONS,
  positional: ["path"],
  host: { signal: optional(signalOption("what ends the work early; none by default") as Option<AbortSignal>) },
  load: async ({ path, ...values }, { signal }) => {
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
  },
});

type Values = Omit<ValuesOf<typeof OPTIONS>, "path">;

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
