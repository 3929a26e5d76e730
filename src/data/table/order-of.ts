import { runError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { numberIn } from "./column-facts.ts";
import { DATE } from "./column-kind.ts";
import { placeOf } from "./place-of.ts";
import type { Table, TableColumn } from "./table.ts";

/**
 * The place of each row in the order of a column of numbers or of dates: the numbers, or milliseconds.
 * @throws a run error for the first cell that is neither.
 */
export function orderOf(table: Table, { name, cells }: TableColumn): Float64Array {
  const dates = typeof cells[0] === "string" && DATE.test(cells[0]);
  return Float64Array.from(cells, (cell, row) => {
    const place = dates
      ? typeof cell === "string" && DATE.test(cell)
        ? Date.parse(utc(cell))
        : Number.NaN
      : numberIn(cell);
    if (place !== undefined && !Number.isNaN(place)) return place;
    throw runError({
      where: placeOf(table, row, name),
      expected: dates ? `a date, as ${show(cells[0])}` : "a number, or a date such as 2024-02-29, to order rows by",
      received: cell === null ? "a missing value" : show(cell),
    });
  });
}

/** A date without a time zone is in UTC: the order must not depend on where it is read. */
function utc(date: string): string {
  const text = date.replace(" ", "T");
  return text.length > 10 && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text;
}
