import { runError } from "../../errors.ts";
import { nodeModule } from "../../node-module.ts";

/** The images of a folder that has a folder for each class. */
export interface ListedImages {
  /** The names of the folders, sorted. */
  classes: string[];
  /** By class and path. */
  files: { path: string; label: number }[];
  /** What is there and is not read. */
  left: string[];
}

/** Endings of what is an image, of a format that is read or of another one. */
const IMAGES = /\.(png|apng|jpe?g|jpe|jfif|gif|bmp|webp|tiff?|avif|heic|ppm|pgm|ico|svg)$/i;
/** What systems leave in folders; names that begin with a dot, too. */
const CLUTTER = ["Thumbs.db", "desktop.ini", "__MACOSX"];

/** @throws a run error for a folder that is not there, has no folders in it, or one of them without images. */
export async function listImages(folder: string): Promise<ListedImages> {
  const top = await entriesOf(folder);
  const classes = top.filter(({ isFolder }) => isFolder).map(({ name }) => name);
  const loose = top.filter(({ isFolder }) => !isFolder).map(({ path }) => path);
  if (classes.length < 2)
    throw runError({
      where: folder,
      expected: "a folder for each class, at least two",
      received: [classes.length === 0 ? "none" : `${classes[0]} alone`, ...counted(loose.filter(isImage))].join(
        " and ",
      ),
      fix: "Put the images of each class into a folder that is named as the class.",
    });
  const files: ListedImages["files"] = [];
  const left = loose;
  for (const [label, name] of classes.entries()) {
    const within = await filesWithin(`${folder}/${name}`);
    const images = within.filter(isImage);
    if (images.length === 0)
      throw runError({
        where: `${folder}/${name}`,
        expected: "at least one image (PNG or JPEG)",
        received: within.length === 0 ? "an empty folder" : `${within.length} other files, such as ${within[0]}`,
        fix: "A folder is a class: delete it, or move it elsewhere, if it is none.",
      });
    files.push(...images.map((path) => ({ path, label })));
    left.push(...within.filter((path) => !isImage(path)));
  }
  return { classes, files, left };
}

const isImage = (path: string) => IMAGES.test(path);
const counted = (images: readonly string[]) => (images.length === 0 ? [] : [`${images.length} images beside`]);

interface Entry {
  name: string;
  path: string;
  isFolder: boolean;
}

/** All files in a folder and in the folders within it, by their paths. */
async function filesWithin(folder: string, above: readonly string[] = []): Promise<string[]> {
  const { realpath } = await nodeModule("node:fs/promises");
  const real = await realpath(folder);
  if (above.includes(real)) return []; // a link to a folder that it lies in
  const files: string[] = [];
  for (const { path, isFolder } of await entriesOf(folder))
    files.push(...(isFolder ? await filesWithin(path, [...above, real]) : [path]));
  return files;
}

/** What lies in a folder, sorted by name as bytes are, whatever the system and its language. */
async function entriesOf(folder: string): Promise<Entry[]> {
  const { readdir, stat } = await nodeModule("node:fs/promises");
  const found = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    const reasons: Record<string, string> = { ENOENT: "no such folder", ENOTDIR: "a file" };
    throw runError({
      where: folder,
      expected: "a folder with images",
      received: reasons[cause.code ?? ""] ?? cause.message,
      cause,
    });
  });
  const entries = found.filter(({ name }) => !name.startsWith(".") && !CLUTTER.includes(name));
  return Promise.all(
    entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(async (entry) => {
        const path = `${folder}/${entry.name}`;
        const isFolder = entry.isSymbolicLink()
          ? await stat(path).then(
              (target) => target.isDirectory(),
              () => false,
            ) // a link to nothing is a broken file
          : entry.isDirectory();
        return { name: entry.name, path, isFolder };
      }),
  );
}
