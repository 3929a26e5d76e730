import { type Dataset, sampleCount } from "../data/dataset.ts";
import { holdOut, limit } from "../data/split.ts";
import { defined } from "../options/defined.ts";

/** Sizes of a recipe that a source could not be told: numbers of samples, or fractions. */
interface Sizes {
  readonly trainSize?: unknown;
  readonly validationSize?: unknown;
  readonly testSize?: unknown;
}

/** What is done with data when they are there: in numbers of samples. */
export interface Resizing {
  /** Training samples that are held out to validate on. */
  readonly held?: number | undefined;
  /** Set where there is to be no test set. */
  readonly untested?: true | undefined;
  /** The sizes that sets are cut to. */
  readonly sizes: { train?: number; test?: number };
}

/** What is left to do with the data, as far as their source could not be told. */
export function resizing(data: Dataset, { trainSize, validationSize, testSize }: Sizes): Resizing {
  const total = sampleCount(data.train);
  const held = typeof validationSize === "number" && validationSize > 0 ? inNumber(validationSize, total) : undefined;
  const trained = total - (held ?? 0);
  const tested = data.test && sampleCount(data.test);
  return {
    held,
    untested: testSize === 0 ? true : undefined,
    sizes: defined({
      train: typeof trainSize === "number" ? inNumber(trainSize, trained) : undefined,
      test: typeof testSize === "number" && testSize > 0 ? inNumber(testSize, tested) : undefined,
    }),
  };
}

/** The data with fewer samples, and with a validation set. */
export function resized(data: Dataset, { held, untested, sizes }: Resizing, seed: number): Dataset {
  const parts = held === undefined ? data : { ...data, ...holdOut(data.train, held, seed, `${data.name}: validation`) };
  const { test, ...others } = parts;
  return limit(untested || test === undefined ? others : parts, sizes, seed);
}

/** A size in samples, from a fraction of those that there are. */
function inNumber(size: number, total: number | undefined): number {
  return total !== undefined && size < 1 ? Math.max(1, Math.round(size * total)) : size;
}
