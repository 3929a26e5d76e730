import { runError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { show } from "../../options/show.ts";
import type { Samples, Values } from "../dataset.ts";
import { chosenColumns, listed } from "./chosen-columns.ts";
import { isMissing, numberIn } from "./column-facts.ts";
import { encodeRows } from "./encode-rows.ts";
import { placeOf } from "./place-of.ts";
import type { Table, TableColumn } from "./table.ts";
import type { TableEncoding } from "./table-encoding.ts";
import { targetValues } from "./target-plan.ts";
import { weightsOf } from "./weights-of.ts";

/** What the numbers of the targets mean, and whether the rows are a part of a table, in which all weights may be 0. */
interface Meant {
  /** The names of the classes of the model; undefined where it predicts numbers. */
  classes?: readonly string[] | undefined;
  /** Whether the numbers are labels that can hold at once, 0 or 1. */
  areLabels?: boolean;
  isPart?: boolean;
}

/**
 * New rows with their targets as samples, by the encoding of the table that a model was trained with: for `evaluate`.
 * @throws a usage error for a table without a column of the targets, and a run error for a target that is missing or none of
 * the classes, with the line.
 */
export function tableSamples(
  encoding: TableEncoding,
  table: Table,
  { classes, areLabels = false, isPart = false }: Meant,
): Samples {
  const targets = chosenColumns(table, "target", encoding.targets);
  const [weighing] = chosenColumns(table, "weights", encoding.weights);
  return {
    inputs: encodeRows(encoding, table),
    targets: classes === undefined ? targetValues(table, targets, areLabels) : classNumbers(table, targets[0], classes),
    ...defined({ weights: weighing && weightsOf(table, weighing, isPart) }),
  };
}

function classNumbers(table: Table, { name, cells }: TableColumn, classes: readonly string[]): Values {
  const numberOf = new Map<unknown, number>();
  classes.forEach((word, number) => {
    numberOf.set(word, number);
    const x = numberIn(word);
    if (x !== undefined && !numberOf.has(x)) numberOf.set(x, number); // "1.0" is the class "1"
  });
  const data = Int32Array.from(cells, (cell, row) => {
    const number = numberOf.get(cell) ?? numberOf.get(numberIn(cell) ?? Number.NaN);
    if (number !== undefined) return number;
    throw runError({
      where: placeOf(table, row, name),
      expected: `a class of the model: ${listed(classes)}`,
      received: isMissing(cell) ? "none" : show(cell),
    });
  });
  return { shape: [data.length], data };
}
