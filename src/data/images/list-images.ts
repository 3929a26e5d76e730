import { runError } from "../../errors.ts";
import { type FileOfFolder, type Folder, isFolder } from "./folder.ts";

/** The images of a folder that has a folder for each class. */
export interface ListedImages {
  /** The names of the folders, sorted. */
  classes: string[];
  /** By class and path. */
  files: { file: FileOfFolder; label: number }[];
  /** What is there and is not read. */
  left: string[];
}

/** Endings of what is an image, of a format that is read or of another one. */
const IMAGES = /\.(png|apng|jpe?g|jpe|jfif|gif|bmp|webp|tiff?|avif|heic|ppm|pgm|ico|svg)$/i;
/** @throws a run error for a folder that is not there, has no folders in it, or one of them without images. */
export async function listImages(folder: Folder): Promise<ListedImages> {
  const top = await folder.entries();
  const folders = top.filter(isFolder);
  const classes = folders.map(({ name }) => name);
  const loose = top.flatMap((entry) => (isFolder(entry) ? [] : [entry.path]));
  if (classes.length < 2)
    throw runError({
      where: folder.path,
      expected: "a folder for each class, at least two",
      received: [classes.length === 0 ? "none" : `${classes[0]} alone`, ...counted(loose.filter(isImage))].join(
        " and ",
      ),
      fix: "Put the images of each class into a folder that is named as the class: cats/1.png.",
    });
  const files: ListedImages["files"] = [];
  const left = loose;
  for (const [label, own] of folders.entries()) {
    const within = await filesWithin(own);
    const images = within.filter(({ path }) => isImage(path));
    if (images.length === 0)
      throw runError({
        where: own.path,
        expected: "at least one image (PNG or JPEG)",
        received: within.length === 0 ? "an empty folder" : `${within.length} other files, such as ${within[0].path}`,
        fix: "A folder is a class: delete it, or move it elsewhere, if it is none.",
      });
    files.push(...images.map((file) => ({ file, label })));
    left.push(...within.map(({ path }) => path).filter((path) => !isImage(path)));
  }
  return { classes, files, left };
}

const isImage = (path: string) => IMAGES.test(path);
const counted = (images: readonly string[]) => (images.length === 0 ? [] : [`${images.length} images beside`]);

/** All files in a folder and in the folders within it. */
async function filesWithin(folder: Folder): Promise<FileOfFolder[]> {
  const files: FileOfFolder[] = [];
  for (const entry of await folder.entries()) files.push(...(isFolder(entry) ? await filesWithin(entry) : [entry]));
  return files;
}
