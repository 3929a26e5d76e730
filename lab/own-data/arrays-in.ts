import type { OwnData } from "../own-data.ts";

type Arrays<T> = { images: T; labels: T; testImages?: T | undefined; testLabels?: T | undefined };

/** Which array is which, by the names that such files have: "t10k-images-idx3-ubyte.gz". */
export function arraysIn(files: OwnData["files"]): Arrays<OwnData["files"][number]> {
  const of = (what: RegExp, test: boolean) =>
    files.find(({ path }) => what.test(path) && (files.length < 4 || /(t10k|test)/i.test(path) === test));
  const [first, second] = files;
  const images = of(IMAGES, false) ?? (of(LABELS, false) === first ? second : first);
  const labels = of(LABELS, false) ?? (images === first ? second : first);
  return files.length < 4
    ? { images, labels }
    : { images, labels, testImages: of(IMAGES, true), testLabels: of(LABELS, true) };
}

const [IMAGES, LABELS] = [/image|idx3/i, /label|idx1/i];
