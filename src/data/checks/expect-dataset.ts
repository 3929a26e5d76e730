import { usageError } from "../../errors.ts";
import { expectArray } from "../../options/expect-array.ts";
import { show } from "../../options/show.ts";
import { refused, unknownName } from "../../options.ts";
import { isInstance } from "../../trick/instance.ts";
import { DATASET_PARTS, type Dataset, type Samples } from "../dataset.ts";
import { TASKS, type Task } from "../task.ts";

const KEYS = ["name", "train", "validation", "test", "classes", "task", "columns", "table", "stream"];
const EXPECTED = "a dataset, such as arrays({ inputs, labels })";

/**
 * Checks the form of a dataset: { name, train: { inputs: { shape, data }, targets: { shape, data } }, … }. Its numbers are
 * checked by `checkDataset`.
 * @throws a usage error for anything else, such as a promise, a model, samples, or arrays.
 */
export function expectDataset(where: string, value: unknown): asserts value is Dataset {
  const parts = (typeof value === "object" && value !== null ? value : {}) as Partial<Record<keyof Dataset, unknown>>;
  if (parts.train === undefined) throw notADataset(where, value);
  for (const key of Object.keys(parts)) if (!KEYS.includes(key)) throw unknownName(where, "part", key, KEYS);
  for (const part of DATASET_PARTS) if (parts[part] !== undefined) expectSamples(`${where}: ${part}`, parts[part]);
  const { name, classes, task } = parts;
  if (task !== undefined && !TASKS.includes(task as Task))
    throw refused(`${where}: task`, `one of ${TASKS.join(", ")}`, task);
  if (name !== undefined && typeof name !== "string") throw refused(`${where}: name`, "a string", name);
  const named = classes === undefined || (Array.isArray(classes) && classes.every((one) => typeof one === "string"));
  if (!named) throw refused(`${where}: classes`, "a list of names", classes);
}

/** Checks the form of { inputs, targets }: each a shape and a typed array. */
export function expectSamples(where: string, value: unknown): asserts value is Samples {
  const expected = "samples, { inputs, targets }";
  const parts = (value ?? {}) as Partial<Record<"inputs" | "targets" | "weights" | "train", unknown>>;
  const { inputs, targets, weights, train } = parts;
  if (train !== undefined)
    throw usageError({ where, expected, received: "a whole dataset", fix: "Give one set of it, such as data.test." });
  const numbers = Array.isArray(value) || ArrayBuffer.isView(value) || (value as { shape?: unknown } | null)?.shape;
  if (numbers)
    throw usageError({
      where,
      expected,
      received: show(value),
      fix: "Give both in one: arrays({ inputs, labels }).train.",
    });
  if (inputs === undefined || targets === undefined) throw refused(where, expected, value);
  if (weights !== undefined && !ArrayBuffer.isView(weights))
    throw refused(`${where}.weights`, "a typed array with a number for each sample, such as a Float32Array", weights);
  for (const [key, values] of Object.entries({ inputs, targets })) {
    expectArray(`${where}.${key}`, values);
    if (!ArrayBuffer.isView(values.data))
      throw usageError({
        where: `${where}.${key}.data`,
        expected: "a typed array, such as a Float32Array",
        received: show(values.data),
        fix: "Use arrays({ inputs, labels }), which accepts any numbers.",
      });
  }
}

/** The error for something that is not a dataset, with how to make one of it. */
function notADataset(where: string, value: unknown): Error {
  const error = (received: string, fix: string) => usageError({ where, expected: EXPECTED, received, fix });
  if (isInstance(value)) return error(`${value.name}(…)`, "Give the model first, then the data.");
  if (typeof value === "string") return error(show(value), "Read the file, and give its text to csv(text, { label }).");
  const keys = typeof value === "object" && value !== null && !("then" in value) ? Object.keys(value) : [];
  if (keys.includes("inputs") && keys.includes("targets"))
    return error("samples", "Give a dataset; with these samples alone, { name, train: samples }.");
  if (Array.isArray(value) || ArrayBuffer.isView(value) || keys.length > 0)
    return error(
      show(value),
      "Make a dataset: arrays({ inputs: { shape, data }, labels }), or with targets: { shape, data }.",
    );
  return refused(where, EXPECTED, value);
}
