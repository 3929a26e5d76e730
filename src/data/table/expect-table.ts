import { usageError } from "../../errors.ts";
import { isPlainObject } from "../../options/plain-object.ts";
import { show } from "../../options/show.ts";
import { refused } from "../../options.ts";
import { isTable, type Table } from "./table.ts";

/**
 * Checks the form of a table: { name, columns: [{ name, cells }, …] }, and every cell.
 * @throws a usage error for anything else, with the place.
 */
export function expectTable(where: string, value: unknown): asserts value is Table {
  if (!isTable(value) || typeof value.name !== "string")
    throw refused(where, 'a table, { name, columns: [{ name: "age", cells: [42, 17] }, …] }', value);
  const columns: readonly unknown[] = value.columns;
  const seen = new Set<string>();
  let rows: number | undefined;
  for (const [i, column] of Array.from(columns).entries()) {
    const at = `${where}: columns[${i}]`;
    if (!isPlainObject(column) || typeof column.name !== "string" || !Array.isArray(column.cells))
      throw refused(at, '{ name: "age", cells: [42, 17] }', column);
    const { name, cells } = column as { name: string; cells: unknown[] };
    if (seen.has(name))
      throw usageError({ where: at, expected: "a different name for every column", received: `${show(name)} twice` });
    seen.add(name);
    rows ??= cells.length;
    if (cells.length !== rows)
      throw usageError({
        where: at,
        expected: `${rows} cells, as the column before it has`,
        received: `${cells.length}`,
      });
    for (let row = 0; row < rows; row++)
      if (!isCell(cells[row]))
        throw refused(`${at}.cells[${row}]`, "text, a number, or null where it is missing", cells[row]);
  }
}

function isCell(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "number";
}
