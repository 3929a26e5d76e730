import { runError } from "../../errors.ts";
import { sayOnce } from "../../say-once.ts";
import type { Samples } from "../dataset.ts";
import type { Folder } from "./folder.ts";
import { listImages } from "./list-images.ts";
import { type ImageWishes, readImages } from "./read-images.ts";

/** The images of a folder with a folder for each class. */
export interface ImageSet {
  samples: Samples;
  classes: readonly string[];
  size: readonly [number, number];
  channels: number;
}

/**
 * One set. What is not read is said.
 * @param like the training set, whose classes, size and channels the others have.
 * @throws a run error for a class that is not in `like`, and what reading throws.
 */
export async function readImageSet(folder: Folder, wishes: ImageWishes, like?: ImageSet): Promise<ImageSet> {
  const { classes: own, files, left } = await listImages(folder);
  const classes = like?.classes ?? own;
  const foreign = own.find((name) => !classes.includes(name));
  if (foreign !== undefined)
    throw runError({
      where: `${folder.path}/${foreign}`,
      expected: `a class of the training images: ${classes.join(", ")}`,
      received: foreign,
    });
  const labels = own.map((name) => classes.indexOf(name));
  const numbered = files.map(({ file, label }) => ({ file, label: labels[label] }));
  const { broken, ...read } = await readImages(folder.path, numbered, wishes, like);
  sayOnce([
    ...(left.length > 0 ? [`imageFolder: ${folder.path}: not read, as no image of a class: ${listed(left)}.`] : []),
    ...(broken.length > 0 ? [`imageFolder: ${folder.path}: left out, as broken: ${listed(broken)}.`] : []),
  ]);
  const there = new Set(read.samples.targets.data);
  const empty = labels.find((label) => !there.has(label));
  if (empty === undefined) return { ...read, classes };
  throw runError({
    where: `${folder.path}/${classes[empty]}`,
    expected: "at least one image that is not broken",
    received: "broken ones only",
  });
}

/** "12 files, such as a.txt, b.txt, c.txt" */
function listed(paths: readonly string[]): string {
  const some = paths.slice(0, 3).join(", ");
  return paths.length <= 3 ? some : `${paths.length.toLocaleString("en")} files, such as ${some}`;
}
