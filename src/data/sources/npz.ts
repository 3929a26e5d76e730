import { usageError } from "../../errors.ts";
import { type Option, optional, signalOption, unknownName, type ValuesOf } from "../../options.ts";
import { sayOnce } from "../../say-once.ts";
import { ARRAY_OPTIONS, arrayOption, datasetOfFiles, type Located } from "../files/dataset-of-files.ts";
import { fileNameOf, fileOption, whereOf } from "../files/file-input.ts";
import type { NpyArray } from "../files/parse-npy.ts";
import { readBytes } from "../files/read-bytes.ts";
import { defineSource } from "../source.ts";

const array = (doc: string) => arrayOption("the name of an array in the file", doc);
const ROLES = {
  inputs: array("the inputs [n, …features]; by default x_train, x, X, inputs, images or data, the first that is there"),
  labels: array(
    "the class of each sample [n], as numbers or words; by default y_train, y, labels or targets, if they are whole numbers or words",
  ),
  targets: array("real targets [n, outputs]; by default as `labels`, if they are other numbers"),
  testInputs: array("inputs of a test set of its own; by default x_test"),
  testLabels: array("its labels; by default y_test"),
  testTargets: array("its targets; by default y_test"),
};
type Roles = ValuesOf<typeof ROLES>;

export const npz = defineSource({
  name: "npz",
  summary: "Arrays of NumPy in one file (.npz): inputs [n, …features] with labels [n] or targets [n, outputs].",
  source: "NumPy, savez: a zip file of NPY files (NEP 1)",
  section: "data",
  use: 'For data prepared in Python, and for the files of Keras: npz("mnist.npz") finds x_train, y_train, x_test and y_test by their names, and says what it took for what. Bytes [n, height, width] are gray images and get a channel.',
  avoid:
    "Whole numbers are taken for classes: name them as `targets` where they are amounts. All arrays of the file are unpacked at once. Paths need Node.js; a page gives a File, or bytes.",
  example: 'npz("data.npz", { inputs: "x", labels: "y", validation: 0.1, test: 0.2 })',
  options: {
    path: fileOption("the path of an NPZ file", "the file"),
    ...ROLES,
    ...ARRAY_OPTIONS,
  },
  positional: ["path"],
  host: { signal: optional(signalOption("what ends the work early; none by default") as Option<AbortSignal>) },
  load: async ({ path: file, inputs, labels, targets, testInputs, testLabels, testTargets, ...values }, { signal }) => {
    const path = whereOf(file, "the file");
    const { parseNpz } = await import("../files/parse-npz.ts"); // few runs need what reads these files
    const files = await parseNpz(await readBytes(file, signal, path), path);
    const given = { inputs, labels, targets, testInputs, testLabels, testTargets };
    const located = new Map<string, Located>();
    const read = (role: string, name: string): Located => {
      const parse = files.get(name);
      if (parse === undefined) throw unknownName(`npz: ${path}: ${role}`, "array", name, [...files.keys()]);
      const known = located.get(name) ?? { where: `${path}: ${name}`, array: parse() };
      located.set(name, known);
      return known;
    };
    const roles = found(path, given, [...files.keys()], (name) => isClasses(read("labels", name).array));
    const arrays = Object.fromEntries(Object.entries(roles).map(([role, name]) => [role, read(role, name)]));
    return datasetOfFiles(fileNameOf(file, "npz"), { ...arrays, inputs: arrays.inputs }, values);
  },
});

const INPUTS = ["x_train", "X_train", "train_images", "x", "X", "inputs", "images", "data"];
const ANSWERS = ["y_train", "Y_train", "train_labels", "y", "Y", "labels", "targets"];
const TEST_INPUTS = ["x_test", "X_test", "test_images"];
const TEST_ANSWERS = ["y_test", "Y_test", "test_labels"];

/** The names by what they are for: those that are given, and for the others the usual ones, which is said. */
function found(path: string, given: Roles, names: readonly string[], isClass: (name: string) => boolean) {
  const first = (usual: readonly string[]) => usual.find((name) => names.includes(name));
  const inputs = given.inputs ?? first(INPUTS);
  const isGiven = given.labels !== undefined || given.targets !== undefined;
  const answer = isGiven ? undefined : first(ANSWERS);
  if (inputs === undefined || (answer === undefined && !isGiven))
    throw usageError({
      where: `npz: ${path}`,
      expected: "`inputs` and `labels` or `targets`, the names of arrays",
      received: `a file with ${names.length === 0 ? "no arrays" : names.join(", ")}, none of which has a usual name for them`,
    });
  const kind =
    answer === undefined
      ? given.targets === undefined
        ? "labels"
        : "targets"
      : isClass(answer)
        ? "labels"
        : "targets";
  const testKind = kind === "labels" ? "testLabels" : "testTargets";
  const testInputs = given.testInputs ?? (given.inputs === undefined ? first(TEST_INPUTS) : undefined);
  const testAnswer = given[testKind] ?? (testInputs === undefined ? undefined : first(TEST_ANSWERS));
  const roles = { ...given, inputs, [kind]: given[kind] ?? answer, testInputs, [testKind]: testAnswer };
  const known = Object.entries(roles).flatMap(([role, name]) => (name === undefined ? [] : [[role, name] as const]));
  const guessed = known.filter(([role]) => given[role as keyof Roles] === undefined);
  if (guessed.length > 0)
    sayOnce([`npz: ${path}: taken by their names: ${guessed.map(([role, name]) => `${name} as ${role}`).join(", ")}.`]);
  return Object.fromEntries(known);
}

/** Words are classes, and so are whole numbers, one for each sample. */
function isClasses({ shape, data }: NpyArray): boolean {
  const isOne = shape.slice(1).every((length) => length === 1);
  return Array.isArray(data) || (isOne && data.every((value: number) => Number.isInteger(value) && value >= 0));
}
