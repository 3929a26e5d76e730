import { defined } from "../options/defined.ts";
import { type Checks, count, type Option, optional, resolveOptions } from "../options.ts";
import { expectDataset } from "./checks/expect-dataset.ts";
import { type Dataset, sampleCount } from "./dataset.ts";
import { holdOut, limit, partOption, partSize } from "./split.ts";
import { fitTable } from "./table/fit-table.ts";

/** How large sets are to be: numbers of samples, or fractions of those that there are. */
export interface SetSizes {
  /** Training samples, drawn from those that are left. By default all. */
  train?: number | undefined;
  /** Samples held out of the training set to validate on, in place of the validation set; 0 for none. By default it stays. */
  validation?: number | undefined;
  /** Test samples, drawn from those that there are; 0 for none. By default all. */
  test?: number | undefined;
  /** Decides which samples are chosen (default 1). */
  seed?: number | undefined;
}

export const OPTIONS = {
  train: size("training samples, drawn from those that are left"),
  validation: size("samples held out of the training set to validate on; 0 for none"),
  test: size("test samples, drawn from those that there are; 0 for none"),
  seed: count(1, "which samples are chosen", 0),
} satisfies Checks<SetSizes>;

/**
 * The same data in sets of other sizes, drawn at random with classes in proportion. Data of a table are encoded anew, by the
 * training rows that are left.
 * @throws a usage error for a set that is absent, or smaller than asked for.
 * @example
 * const data = withSizes(await digits({ validation: 0 }), { train: 200, validation: 0.1, test: 100 });
 */
export function withSizes(data: Dataset, sizes: SetSizes): Dataset {
  expectDataset("withSizes: data", data);
  const { train, validation, test, seed } = resolveOptions("withSizes", OPTIONS, sizes);
  const sets = validation === undefined || validation === 0 ? { ...data } : validating(data, validation, seed);
  if (validation === 0) delete sets.validation;
  if (test === 0) delete sets.test;
  const counted = (part: "train" | "test", asked: number | undefined) => {
    const samples = sets[part];
    if (asked === undefined || asked === 0 || samples === undefined) return asked || undefined;
    return partSize(`withSizes: ${part}`, asked, sampleCount(samples));
  };
  return limit(sets, defined({ train: counted("train", train), test: counted("test", test) }), seed);
}

/** The data with training samples held out to validate on. */
function validating(data: Dataset, asked: number, seed: number): Dataset {
  const { table, train } = data;
  const held = partSize("withSizes: validation", asked, sampleCount(train));
  const where = `${data.name ?? "data"}: validation`;
  if (table === undefined) return { ...data, ...holdOut(train, held, seed, where) };
  const numbers = { shape: [sampleCount(train), 1], data: Float64Array.from(table.rows.train) };
  const parts = holdOut({ inputs: numbers, targets: train.targets }, held, seed, where);
  const rowsOf = ({ inputs }: typeof parts.train) => Uint32Array.from(inputs.data);
  const rows = { ...table.rows, train: rowsOf(parts.train), validation: rowsOf(parts.validation) };
  return fitTable({ ...table, rows });
}

function size(doc: string): Option<number | undefined> {
  return optional({ ...partOption(doc), fallback: undefined } as Option<number>);
}
