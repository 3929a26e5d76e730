import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { nearest } from "../../options/nearest.ts";
import { shortened, show } from "../../options/show.ts";
import type { Table, TableColumn } from "./table.ts";

/**
 * The columns that an option names, each once.
 * @throws a usage error for one that is not there, with the nearest name, and for one named twice.
 */
export function chosenColumns(
  { name, columns }: Table,
  option: string,
  wanted: string | readonly string[] | undefined,
): TableColumn[] {
  const names = wanted === undefined ? [] : [wanted].flat();
  if (names.length === 0) return [];
  const byName = new Map(columns.map((column) => [column.name, column]));
  const where = `${name}: ${option}`;
  const seen = new Set<string>();
  return names.map((each) => {
    if (seen.has(each)) throw usageError({ where, expected: "each column once", received: `${show(each)} twice` });
    seen.add(each);
    const column = byName.get(each);
    if (column !== undefined) return column;
    const near = nearest(each, [...byName.keys()]);
    throw usageError({
      where,
      expected: `column ${listed([...byName.keys()])}`,
      received: show(each),
      ...defined({ fix: near && `Did you mean ${near}?` }),
    });
  });
}

/** The first names, each cut where it is long, and how many there are. */
export function listed(names: readonly string[], most = 20, characters = 40): string {
  const shown = names.slice(0, most).map((each) => shortened(each, characters));
  return `${shown.join(", ")}${names.length > most ? `, … (${names.length} in all)` : ""}`;
}
