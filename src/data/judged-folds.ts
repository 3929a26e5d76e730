import { defined } from "../options/defined.ts";
import type { Dataset, NumberArray } from "./dataset.ts";
import { type FoldOptions, kFold } from "./k-fold.ts";
import { split, splitRows } from "./split.ts";
import { fitTable } from "./table/fit-table.ts";
import type { TableRows } from "./table/table-rows.ts";

/** How folds that are judged are made. */
export interface JudgedFoldOptions extends Pick<FoldOptions, "seed"> {
  /** The part of the samples to train on that is held out to validate with; 0 for none. */
  validation: number;
}

/**
 * The folds of `kFold`, each the test set of a run that is trained on the others: samples to validate with are held out of
 * these, so that nothing that is chosen by them is judged by them. A test set that the data have takes no part.
 */
export function judgedFolds(data: Dataset, k: number, { seed = 1, validation }: JudgedFoldOptions): Dataset[] {
  return kFold(data, k, { seed }).map((fold, i) => {
    const where = `${data.name}: fold ${i + 1}`;
    const { table, validation: test, ...rest } = fold;
    if (table !== undefined) return fitTable({ ...table, rows: rowsOf(table, { validation, seed }, where) });
    return {
      ...rest,
      ...(validation === 0 ? {} : split(rest.train, { validation, seed }, where)),
      ...defined({ test }),
    };
  });
}

/** The rows of a fold: those that validated become the test set, and others of the training rows validate. */
function rowsOf({ plan, rows }: TableRows, options: { validation: number; seed: number }, where: string) {
  const { train, validation: test } = rows;
  const of = (numbers: Uint32Array) => numbers.map((number) => train[number]);
  const along = <T>(values: ArrayLike<T> | undefined) => values && Array.from(train, (row) => values[row]);
  const { targets, groups, order } = plan;
  const labels = targets.classes && (Uint32Array.from(train, (row) => targets.values.data[row]) as NumberArray);
  const facts = { labels, ...defined({ classes: targets.classes, groups: along(groups), order: along(order) }) };
  const parts = splitRows(train.length, options, facts, where);
  const validation = parts.validation && of(parts.validation);
  return { train: of(parts.train), ...defined({ validation, test }) };
}
