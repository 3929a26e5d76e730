import { runError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import type { ColumnFacts } from "./column-facts.ts";
import { placeOf } from "./place-of.ts";
import type { Table, TableColumn } from "./table.ts";

/** 1,5 and 1,234,567.8: a decimal comma, or separators of thousands. */
const COMMAS = /^\s*[+-]?(\d+,\d+|\d{1,3}(,\d{3})+(\.\d+)?)\s*$/;

/**
 * @throws a run error for a column whose words are all numbers with commas: as words they would be classes or an id.
 * @param asWords what the column would have to be told, if they are words.
 */
export function expectNoCommas(
  table: Table,
  { name, cells }: TableColumn,
  { words, firstWord, numbers }: ColumnFacts,
  asWords: string,
): void {
  if (words === 0) return;
  const isPlain = (cell: TableColumn["cells"][number]) =>
    typeof cell !== "string" || cell === "" || !cell.includes(",");
  if (isPlain(cells[firstWord])) return;
  let commas = 0;
  for (const cell of cells) if (!isPlain(cell) && COMMAS.test(cell as string)) commas++;
  if (commas < words) return;
  throw runError({
    where: placeOf(table, firstWord, name),
    expected: "a number without a comma, or a word",
    received: `${show(cells[firstWord])}${words === 1 ? "" : `, the first of ${words}`}${numbers === 0 ? "" : ` among ${numbers} numbers`}`,
    fix: `If the comma stands before decimals: decimal: ",". If it separates thousands, write the numbers without it. ${asWords}`,
  });
}
