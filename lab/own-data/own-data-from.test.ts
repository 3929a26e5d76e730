import { expect, test } from "vitest";
import { arraysIn } from "./arrays-in.ts";
import { ownDataFrom } from "./own-data-from.ts";

const files = (...paths: string[]) => paths.map((path) => ({ path, blob: new Blob([path]) }));

test.each([
  [["birds.csv"], "csv", "birds.csv"],
  [["birds.tsv.gz"], "csv", "birds.tsv.gz"],
  [["pets/cats/1.png", "pets/dogs/2.JPG", "pets/.DS_Store", "pets/notes.txt"], "images", "pets"],
  [["cats/1.png", "dogs/2.png"], "images", "images"],
  [["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"], "idx", "train-images-idx3-ubyte.gz"],
])("%s are told by their names", (paths, kind, name) => {
  expect(ownDataFrom(files(...paths))).toMatchObject({ kind, name });
});

test.each([[[]], [["a.zip"]], [["a.csv", "b.csv"]], [["notes.pdf"]], [["x.idx"]]])(
  "%s are nothing that is read",
  (paths) => {
    expect(ownDataFrom(files(...paths))).toBeUndefined();
  },
);

test("the four files of an IDX set are told apart", async () => {
  const own = ownDataFrom(
    files("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
  );
  const { images, labels, testImages, testLabels } = arraysIn(own?.files ?? []);
  const texts = [images, labels, testImages, testLabels].map((file) => file?.blob.text());
  expect(await Promise.all(texts)).toEqual([
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ]);
});

test.each([
  [["digits-images.idx", "digits-names.idx"], "digits-images.idx"],
  [["digits-classes.idx", "digits-images.idx"], "digits-images.idx"],
  [["a-labels.idx", "b.idx"], "b.idx"],
  [["test-images.idx", "test-labels.idx"], "test-images.idx"],
  [["1.idx", "2.idx"], "1.idx"],
])("of %s, %s has the images and the other one the labels", (paths, path) => {
  const { images, labels } = arraysIn(files(...paths));
  expect([images.path, labels.path]).toEqual([path, paths.find((other) => other !== path)]);
});
