import type { OwnData } from "../own-data.ts";

export type PlacedFile = OwnData["files"][number];

/** Files that stand for other things, of which nothing is learned. */
const CLUTTER = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/;
const IMAGE = /\.(png|jpe?g)$/i;
const TABLE = /\.(csv|tsv|txt)(\.gz)?$/i;
const IDX = /(\.idx|idx\d-ubyte|-ubyte)(\.gz)?$/i;

/** What files are, by their names; undefined for files that are nothing that a page reads. */
export function ownDataFrom(dropped: readonly PlacedFile[]): OwnData | undefined {
  const files = dropped.filter(({ path }) => !CLUTTER.test(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
  if (files.length === 1 && TABLE.test(files[0].path)) return { kind: "csv", name: files[0].path, files };
  const images = files.filter(({ path }) => IMAGE.test(path));
  if (images.length > 0) return { kind: "images", name: folderOf(images), files: images };
  const arrays = files.filter(({ path }) => IDX.test(path));
  if (arrays.length === 2 || arrays.length === 4) return { kind: "idx", name: arrays[0].path, files: arrays };
  return undefined;
}

/** The folder that all files lie in. */
function folderOf(files: readonly PlacedFile[]): string {
  const parts = files.map(({ path }) => path.split("/").slice(0, -1));
  let depth = 0;
  while (parts.every((each) => each[depth] !== undefined && each[depth] === parts[0][depth])) depth++;
  return parts[0].slice(0, depth).join("/") || "images";
}
