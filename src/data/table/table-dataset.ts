import { runError, usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { show } from "../../options/show.ts";
import { resolveOptions } from "../../options.ts";
import type { Dataset } from "../dataset.ts";
import { splitRows } from "../split.ts";
import { chosenColumns } from "./chosen-columns.ts";
import { isMissing } from "./column-facts.ts";
import { expectTable } from "./expect-table.ts";
import { fitTable } from "./fit-table.ts";
import { planTable } from "./plan-table.ts";
import type { Table } from "./table.ts";
import { TABLE_OPTIONS, type TableOptions } from "./table-options.ts";

/**
 * A dataset from a table: finds what its columns are, from all rows; splits the rows; and makes inputs of the columns by
 * what the training rows have. Missing numbers become the median, with a feature that says so; categories get a feature
 * each, up to 16 of them; others become numbers, of which the model makes trained vectors.
 * @throws a usage error for options that do not fit the table, and a run error for cells that do not fit their column, with
 * the line.
 * @example
 * const data = tableDataset(
 *   {
 *     name: "shoes",
 *     columns: [
 *       { name: "size", cells: [38, 44, 36, null, 43, 37] },
 *       { name: "color", cells: ["red", "black", "red", "red", "black", "black"] },
 *       { name: "kind", cells: ["sandal", "boot", "sandal", "sandal", "boot", "boot"] },
 *     ],
 *   },
 *   { target: "kind", test: 2 },
 * );
 */
export function tableDataset(table: Table, options: TableOptions): Dataset {
  expectTable("tableDataset", table);
  const { name } = table;
  const values = resolveOptions(name, TABLE_OPTIONS, options);
  if (table.columns.length === 0 || table.columns[0].cells.length === 0)
    throw runError({ where: name, expected: "at least one row of data", received: "none" });
  const targets = chosenColumns(table, values.label === undefined ? "target" : "label", targetNames(name, values));
  const whole =
    values.unlabeled === "drop"
      ? withTargets(
          table,
          targets.map(({ name }) => name),
        )
      : table;
  const plan = planTable(whole, values);
  const { validation, test, seed, stratify } = values;
  const labels = plan.targets.classes && plan.targets.values.data;
  const facts = { labels, ...defined({ classes: plan.targets.classes, groups: plan.groups, order: plan.order }) };
  const rows = splitRows(whole.columns[0].cells.length, { validation, test, seed, stratify }, facts, name);
  return fitTable({ table: whole, plan, rows });
}

function targetNames(name: string, { label, target }: Pick<TableOptions, "label" | "target">): readonly string[] {
  const wanted = [label ?? target ?? []].flat();
  const isOne = (label === undefined) !== (target === undefined);
  if (isOne && wanted.length > 0) return wanted;
  throw usageError({
    where: name,
    expected: "`target`, the column to be predicted, or several (or `label`, a column of classes)",
    received: isOne ? show(label ?? target) : label === undefined ? "neither" : "both",
  });
}

/** The table without the rows that lack a target. */
function withTargets(table: Table, targets: readonly string[]): Table {
  const { columns, lineOf, name } = table;
  const columnsOfTargets = columns.filter((column) => targets.includes(column.name));
  const kept = Uint32Array.from(columns[0].cells.keys()).filter((row) =>
    columnsOfTargets.every(({ cells }) => !isMissing(cells[row])),
  );
  if (kept.length === 0) throw runError({ where: name, expected: "at least one row with a target", received: "none" });
  return {
    ...table,
    columns: columns.map((column) => ({ ...column, cells: Array.from(kept, (row) => column.cells[row]) })),
    ...(lineOf && { lineOf: (row) => lineOf(kept[row]) }),
  };
}
