import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import type { DatasetPart, NumberArray } from "../dataset.ts";

/** The samples of each set, by number; a set that was not asked for is absent. */
export type PartRows = Readonly<Partial<Record<DatasetPart, Uint32Array>>> & { readonly train: Uint32Array };

/** What a split goes by, of each sample. */
export interface SplitFacts {
  /** Its class; undefined where there are none. */
  labels?: NumberArray | undefined;
  /** The names of the classes, for errors. */
  classes?: readonly string[] | undefined;
  /** The number of its group, which stays together. */
  groups?: ArrayLike<number> | undefined;
  /** Its place in time, or in another order: the last samples are the test set, those before them validate. */
  order?: ArrayLike<number> | undefined;
}

/** How many samples are held out. */
export interface HeldSizes {
  testSize: number;
  validationSize: number;
}

/** The sets that are not empty. */
export function partRows(train: Uint32Array, validation: Uint32Array, test: Uint32Array): PartRows {
  return {
    train,
    ...defined({
      validation: validation.length === 0 ? undefined : validation,
      test: test.length === 0 ? undefined : test,
    }),
  };
}

/** The first class without a sample among `rows`; undefined if there is none. */
export function untaught(rows: Uint32Array, labels: NumberArray | undefined): number | undefined {
  if (labels === undefined) return undefined;
  const taught = new Set(Array.from(rows, (row) => labels[row]));
  const at = labels.findIndex((label: number) => !taught.has(label));
  return at < 0 ? undefined : labels[at];
}

/** @throws a usage error for the first class without a sample among the training rows. */
export function expectTaught(
  where: string,
  train: Uint32Array,
  { labels, classes }: Pick<SplitFacts, "labels" | "classes">,
  fix: string,
): void {
  const label = untaught(train, labels);
  if (label === undefined) return;
  throw usageError({
    where,
    expected: "training samples of every class",
    received: `none of class ${classes?.[label] ?? label}`,
    fix,
  });
}
