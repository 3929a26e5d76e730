import { usageError } from "../../errors.ts";
import { type Option, optional, signalOption } from "../../options.ts";
import { ARRAY_OPTIONS, datasetOfFiles, type Located } from "../files/dataset-of-files.ts";
import { type FileInput, fileNameOf, fileOption, fileOptionOrNone, whereOf } from "../files/file-input.ts";
import { readBytes } from "../files/read-bytes.ts";
import { defineSource } from "../source.ts";

const { channelsFirst: _, ...OPTIONS } = ARRAY_OPTIONS;

export const idx = defineSource({
  name: "idx",
  summary: "Files in the format of MNIST (IDX): images [n, height, width] with labels [n], plain or as .gz.",
  source: "LeCun, Cortes and Burges 1998, The MNIST database: the IDX file format",
  section: "data",
  use: "For sets that come in MNIST's format, such as EMNIST, Kuzushiji-MNIST and QMNIST. Images of one channel get it: [n, height, width, 1].",
  avoid:
    "MNIST and Fashion-MNIST themselves have mnist() and fashionMnist(), which check the files. Images of EMNIST are transposed. Paths need Node.js; a page gives Files, or bytes.",
  example: 'idx({ images: "train-images.gz", labels: "train-labels.gz", validation: 0.1, test: 0.2 })',
  options: {
    images: fileOption("the path of an IDX file", "the inputs [n, …features]"),
    labels: fileOption("the path of an IDX file", "the class of each sample [n]"),
    testImages: fileOptionOrNone("the path of an IDX file", "inputs of a test set of its own; none by default"),
    testLabels: fileOptionOrNone("the path of an IDX file", "its labels; none by default"),
    ...OPTIONS,
  },
  host: { signal: optional(signalOption("what ends the work early; none by default") as Option<AbortSignal>) },
  load: async ({ images, labels, testImages, testLabels, ...values }, { signal }) => {
    if ((testImages === undefined) !== (testLabels === undefined))
      throw usageError({
        where: "idx",
        expected: "both `testImages` and `testLabels`, or neither",
        received: testImages === undefined ? "`testLabels` alone" : "`testImages` alone",
      });
    const { parseIdx } = await import("../files/parse-idx.ts"); // few runs need what reads these files
    const read = async (file: FileInput, key: string): Promise<Located> => {
      const where = whereOf(file, `idx: ${key}`);
      return { where, array: parseIdx(await readBytes(file, signal, where), where) };
    };
    const readAny = async (file: FileInput | undefined, key: string) =>
      file === undefined ? undefined : read(file, key);
    return datasetOfFiles(
      fileNameOf(images, "idx"),
      {
        inputs: await read(images, "images"),
        labels: await read(labels, "labels"),
        testInputs: await readAny(testImages, "testImages"),
        testLabels: await readAny(testLabels, "testLabels"),
      },
      { ...values, channelsFirst: false },
    );
  },
});
