import { usageError } from "../errors.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { refused, unknownName } from "../options.ts";
import type { ArraySource, HeldOut, Source } from "./array-source.ts";
import { checkDataset, checkValues } from "./checks/check-dataset.ts";
import { classTargets } from "./class-targets.ts";
import type { Dataset, Samples, Values } from "./dataset.ts";
import { type SplitOptions, split } from "./split.ts";
import { isList } from "./stored-numbers.ts";
import { valuesOf } from "./values-of.ts";

/** How samples are split; in place of a size, samples of their own that are held out. */
export interface ArraysOptions extends Omit<SplitOptions, "validation" | "test"> {
  validation?: number | HeldOut;
  test?: number | HeldOut;
}

/**
 * A dataset from arrays in memory, checked and split: every sample lands in exactly one part, by the seed, with the
 * classes in proportion. Inputs in one of the storage types of a dataset keep it, and all arrays of bytes are bytes; other
 * arrays become float32, but lists whose numbers float32 would blur, such as times in seconds, float64.
 *
 * `arrays({ inputs: { shape: [5000, 28, 28, 1], data }, labels }, { validation: 0.1, test: 0.1, seed: 1 })`
 *
 * `arrays({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: ["no", "yes", "yes", "no"] })`
 *
 * `arrays({ inputs, labels }, { validation: 0.1, test: { inputs: others, labels: theirs } })`, for a test set of its own.
 *
 * @throws a usage error for a shape that does not fit its data, a count of labels or targets that is not that of the
 * samples, a label outside the classes, what is not a finite number that float32 holds, a missing value, and a split that
 * leaves a part empty or a class without a sample to train on.
 */
export function arrays(source: ArraySource, options: ArraysOptions = {}): Dataset {
  const { name = "arrays", classes: given } = expectSource("arrays", source, ["classes", "name"]);
  if (!isPlainObject(options)) throw refused("arrays: options", "{ validation, test, seed, stratify }", options);
  const { validation, test, ...rest } = options as ArraysOptions;
  const held = Object.entries({ validation, test }).flatMap(([part, of]) =>
    typeof of === "object" && of !== null
      ? [{ part, where: `${name}: ${part}`, of: expectSource(`${name}: ${part}`, of) }]
      : [],
  );
  const sources = [{ where: name, of: source as HeldOut }, ...held];
  const inputs = sources.map(({ where, of }) => inputsOf(`${where}.inputs`, of.inputs));
  const counts = inputs.map(({ shape }) => shape[0]);
  const { targets, classes } = targetsOf(name, sources, given, counts);
  const samples = sources.map((_, i): Samples => ({ inputs: inputs[i], targets: targets[i] }));
  const sizes = Object.fromEntries(
    Object.entries({ validation, test }).filter(([part]) => held.every((one) => one.part !== part)),
  );
  return checkDataset({
    name,
    ...split(samples[0], { ...rest, ...(sizes as SplitOptions) }, name),
    ...Object.fromEntries(held.map(({ part }, i) => [part, samples[i + 1]])),
    ...(classes === undefined ? {} : { classes }),
  });
}

const EXPECTED = "{ inputs, labels } or { inputs, targets }";
const NAMED = "Give both in one: arrays({ inputs, labels }).";

/** @throws a usage error for what is not named samples. */
function expectSource<T>(where: string, source: T, more: readonly string[] = []): T {
  if (typeof source !== "object" || source === null || Array.isArray(source))
    throw usageError({ where, expected: EXPECTED, received: show(source), fix: NAMED });
  if ("shape" in source && "data" in source)
    throw usageError({ where, expected: EXPECTED, received: "inputs by themselves", fix: NAMED });
  const keys = ["inputs", "labels", "targets", ...more];
  for (const key of Object.keys(source)) if (!keys.includes(key)) throw unknownName(where, "option", key, keys);
  return source;
}

function inputsOf(where: string, given: HeldOut["inputs"]): Values {
  const inputs = valuesOf(where, given);
  checkValues(where, inputs);
  if (inputs.data.length > 0 && inputs.shape.length > 1) return inputs;
  throw usageError({
    where: `${where}.shape`,
    expected: "at least one sample of at least one feature, [samples, …features]",
    received: `[${inputs.shape.join(", ")}]`,
  });
}

/** The targets of each source; those that are classes have one numbering. */
function targetsOf(
  name: string,
  sources: readonly Source[],
  classes: ArraySource["classes"],
  counts: readonly number[],
): { targets: Values[]; classes?: readonly string[] } {
  for (const { where, of } of sources)
    if ((of.labels === undefined) === (of.targets === undefined))
      throw usageError({
        where,
        expected: "either labels (class numbers) or targets (real numbers)",
        received: of.labels === undefined ? "neither" : "both",
      });
  const kind = sources[0].of.labels === undefined ? "targets" : "labels";
  const other = sources.find(({ of }) => of[kind] === undefined);
  if (other !== undefined)
    throw usageError({ where: other.where, expected: `${kind}, as to train on`, received: "none" });
  if (kind === "labels") return classTargets(name, sources, classes, counts);
  checkNoClasses(name, classes);
  return { targets: sources.map(({ where, of }, i) => realTargets(`${where}.targets`, of.targets, counts[i])) };
}

function checkNoClasses(name: string, classes: ArraySource["classes"]): void {
  if (classes === undefined) return;
  throw usageError({
    where: `${name}.classes`,
    expected: "no classes together with real targets",
    received: typeof classes === "number" ? `${classes}` : `${classes.length} names`,
    fix: "Give class numbers as `labels`.",
  });
}

function realTargets(where: string, given: HeldOut["targets"], count: number): Values {
  const flat = Array.isArray(given) && !given.some(isList) ? { shape: [given.length], data: given } : given;
  const { shape, data } = valuesOf(where, flat);
  checkValues(where, { shape, data });
  if (shape[0] !== count)
    throw usageError({ where, expected: `${count} targets, one for each sample`, received: `${shape[0]}` });
  return { shape: shape.length === 1 ? [count, 1] : shape, data };
}
