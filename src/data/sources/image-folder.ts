import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { count, custom, flag, type Option, optional, signalOption, type ValuesOf } from "../../options.ts";
import { sayOnce } from "../../say-once.ts";
import { checkDataset } from "../checks/check-dataset.ts";
import { nameOf } from "../files/name-of.ts";
import { listSets } from "../images/list-sets.ts";
import { readImageSet } from "../images/read-image-set.ts";
import { defineSource } from "../source.ts";
import { partOption, split } from "../split.ts";

const MOST_PIXELS = 4096;
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PIXELS));
const text = v.pipe(v.string(), v.nonEmpty());
const OPTIONS = {
  path: custom(text, undefined, "the path of a folder", "a folder that has a folder of images for each class"),
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
  validationFolder: optional(custom(text, undefined, "the path of a folder", "images to validate on; none by default")),
  testFolder: optional(custom(text, undefined, "the path of a folder", "images to test with; none by default")),
  skipBroken: flag(false, "whether broken files are left out and counted; by default they are an error"),
};

export const imageFolder = defineSource({
  name: "imageFolder",
  summary: "Images in a folder for each class, PNG or JPEG, as bytes [n, height, width, channels].",
  source: "the layout of torchvision's ImageFolder and of Keras' image_dataset_from_directory",
  section: "data",
  use: 'For images of your own: imageFolder("flowers") reads flowers/rose/1.png as an image of the class rose. Classes and files are sorted by name; folders within a class belong to it. A folder that has train and test, or train, val and test, is read as these sets. What a file is follows from its content, not its ending.',
  avoid:
    "All images are in memory, at most 2 GB, and one of more than 25 megapixels is refused. JPEG needs the package jpeg-js, takes about a second for 7 megapixels, and is not turned by its EXIF data. Images are stretched to `size`: crop them first where their shapes differ much. Needs Node.js; in a browser, draw images on a canvas and give the bytes to arrays().",
  example: 'imageFolder("flowers", { size: 32, validation: 0.1, test: 0.2 })',
  options: OPTIONS,
  positional: ["path"],
  host: { signal: optional(signalOption("what ends the work early; none by default") as Option<AbortSignal>) },
  load: async ({ path, ...values }, { signal }) => {
    const { folders, given } = await foldersOf(path, values);
    const { size, channels, background, skipBroken, validation, test, seed } = values;
    const wishes = { size: sidesOf(size), channels, background, skipBroken, signal };
    const train = await readImageSet(folders.train, wishes);
    const held: Record<string, unknown> = {};
    for (const part of given) held[part] = (await readImageSet(folders[part] ?? path, wishes, train)).samples;
    return checkDataset({
      name: nameOf(path),
      ...split(train.samples, { validation, test, seed }, path),
      ...held,
      classes: train.classes,
    });
  },
});

type Values = Omit<ValuesOf<typeof OPTIONS>, "path">;

/** The folder of each set, and which of them have one. @throws a usage error for a set that is asked for twice. */
async function foldersOf(path: string, values: Values) {
  const found = await listSets(path);
  const folders = {
    train: found.train,
    validation: values.validationFolder ?? found.validation,
    test: values.testFolder ?? found.test,
  };
  const given = (["validation", "test"] as const).filter((part) => folders[part] !== undefined);
  const twice = given.find((part) => values[part] !== 0);
  if (twice !== undefined)
    throw usageError({
      where: `imageFolder: ${twice}`,
      expected: `one ${twice} set`,
      received: `${values[twice]} of the training images, and the folder ${folders[twice]}`,
      fix: `Leave \`${twice}\` out.`,
    });
  if (found.train !== path)
    sayOnce([`imageFolder: ${path} has folders of sets, which are read as such: ${Object.keys(found).join(", ")}.`]);
  return { folders, given };
}

function sidesOf(size: number | readonly number[] | undefined): readonly [number, number] | undefined {
  return typeof size === "number" ? [size, size] : (size as readonly [number, number] | undefined);
}
