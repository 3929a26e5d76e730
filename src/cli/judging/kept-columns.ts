import type { TableColumn } from "../../data/table/table.ts";
import { usageError } from "../../errors.ts";
import { unknownName } from "../../options.ts";
import type { GivenData } from "./given-data.ts";

/**
 * The columns of a table that are copied beside what is predicted.
 * @param isFirst Of later parts of a table, rows may lack a column.
 * @throws a usage error for those that it does not have.
 */
export function keptColumns(given: GivenData, names: readonly string[], isFirst: boolean): TableColumn[] {
  if (names.length === 0) return [];
  if (!("table" in given))
    throw usageError({
      where: "--keep",
      expected: "a table, whose columns have names",
      received: given.name,
      fix: "Leave --keep out; the lines are in the order of the samples.",
    });
  const { columns } = given.table;
  return names.map((name) => {
    const column = columns.find((each) => each.name === name);
    if (column !== undefined) return column;
    if (!isFirst) return { name, cells: [] };
    const known = columns.map((each) => each.name);
    throw unknownName("--keep", "column", name, known);
  });
}
