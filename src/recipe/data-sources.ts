import type { Dataset } from "../data/dataset.ts";
import type { Source } from "../data/source.ts";
import { digits } from "../data/sources/digits.ts";
import { fashionMnist } from "../data/sources/fashion-mnist.ts";
import { type IdxOptions, mnist } from "../data/sources/mnist.ts";
import { limit } from "../data/split.ts";
import { EvenkeelError, runError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { sayOnce } from "../say-once.ts";

/** The keys of a recipe that sources of data read. */
export interface DataSettings {
  dataDirectory: string | undefined;
  trainSize: number | undefined;
  validationSize: number | undefined;
  testSize: number | undefined;
  dataSeed: number;
}

/** What only a host can give: where downloads are kept, and how to stop them. */
export interface DataContext {
  /**
   * A folder for downloaded data; MNIST and Fashion-MNIST need it unless they are in `dataDirectory`. None by default.
   */
  cache?: string;
  /** Ends the work early. None by default. */
  signal?: AbortSignal;
}

/** Loads the data of a recipe from one source. */
export type DataSource = (settings: DataSettings, context: DataContext) => Promise<Dataset>;

const NOT_READ =
  'dataDirectory is not read: these digits are drawn. To read a folder, set data: "mnist" (--data mnist).';

/** Every source of data that a recipe can name. */
export const DATA_SOURCES = {
  digits: ({ dataDirectory, dataSeed, trainSize = 6000, validationSize = 1000, testSize = 2000 }) => {
    if (dataDirectory !== undefined) sayOnce([NOT_READ]);
    return digits({ seed: dataSeed, train: trainSize, validation: validationSize, test: testSize });
  },
  mnist: downloaded(mnist),
  "fashion-mnist": downloaded(fashionMnist),
} satisfies Readonly<Record<string, DataSource>>;

export const DATASETS = Object.keys(DATA_SOURCES) as (keyof typeof DATA_SOURCES)[];

/** Data in files: read from a folder or downloaded, then cut to the sizes asked for. */
function downloaded(load: (options: IdxOptions) => Source): DataSource {
  return async ({ dataDirectory, trainSize, validationSize = 0, testSize, dataSeed }, { cache, signal }) => {
    const options = defined({ directory: dataDirectory, cache, signal });
    const whole = await load({ seed: dataSeed, validation: validationSize, ...options }).catch((error: unknown) => {
      throw inWordsOfRecipes(error);
    });
    return limit(whole, defined({ train: trainSize, test: testSize }), dataSeed);
  };
}

/** What to do about a failed download: a recipe has no mirrors, and its key for the folder is `dataDirectory`. */
function inWordsOfRecipes(error: unknown): unknown {
  if (!(error instanceof EvenkeelError && error.facts.fix?.includes("`mirrors`"))) return error;
  return runError({
    ...error.facts,
    fix: "Check the connection, or put the four files into a folder and give it as dataDirectory (--data-dir FOLDER).",
  });
}
