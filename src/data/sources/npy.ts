import { type Option, optional, signalOption } from "../../options.ts";
import { ARRAY_OPTIONS, datasetOfFiles, type Located } from "../files/dataset-of-files.ts";
import { type FileInput, fileNameOf, fileOption, fileOptionOrNone, whereOf } from "../files/file-input.ts";
import { readBytes } from "../files/read-bytes.ts";
import { defineSource } from "../source.ts";

const file = (doc: string) => fileOptionOrNone("the path of an NPY file", doc);

export const npy = defineSource({
  name: "npy",
  summary:
    "Arrays of NumPy, each in a file of its own (.npy): inputs [n, …features] with labels [n] or targets [n, outputs].",
  source: "NumPy, NEP 1: A simple file format for NumPy arrays, formats 1.0 to 3.0",
  section: "data",
  use: 'For data prepared in Python: numpy.save("x.npy", x). Integers, floats of 16 to 64 bits, booleans, and words as labels; rows or columns first, either order of bytes. Bytes [n, height, width] are gray images and get a channel.',
  avoid:
    "Objects (allow_pickle), complex numbers and structured arrays are refused. float64 stays float64 and takes twice the memory of float32. Paths need Node.js; a page gives Files, or bytes.",
  example: 'npy({ inputs: "x.npy", labels: "y.npy", validation: 0.1, test: 0.2 })',
  options: {
    inputs: fileOption("the path of an NPY file", "the inputs [n, …features]"),
    labels: file("the class of each sample [n], as numbers or words; none by default, where `targets` are given"),
    targets: file("real targets [n, outputs]; none by default, where `labels` are given"),
    testInputs: file("inputs of a test set of its own; none by default"),
    testLabels: file("its labels; none by default"),
    testTargets: file("its targets; none by default"),
    ...ARRAY_OPTIONS,
  },
  host: { signal: optional(signalOption("what ends the work early; none by default") as Option<AbortSignal>) },
  load: async ({ inputs, labels, targets, testInputs, testLabels, testTargets, ...values }, { signal }) => {
    const { parseNpy } = await import("../files/parse-npy.ts"); // few runs need what reads these files
    const read = async (one: FileInput, key: string): Promise<Located> => {
      const where = whereOf(one, `npy: ${key}`);
      return { where, array: parseNpy(await readBytes(one, signal, where), where) };
    };
    const readAny = async (one: FileInput | undefined, key: string) => (one === undefined ? undefined : read(one, key));
    return datasetOfFiles(
      fileNameOf(inputs, "npy"),
      {
        inputs: await read(inputs, "inputs"),
        labels: await readAny(labels, "labels"),
        targets: await readAny(targets, "targets"),
        testInputs: await readAny(testInputs, "testInputs"),
        testLabels: await readAny(testLabels, "testLabels"),
        testTargets: await readAny(testTargets, "testTargets"),
      },
      values,
    );
  },
});
