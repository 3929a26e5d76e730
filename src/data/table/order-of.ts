import { runError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { isDate, timeOf } from "../split/places-of.ts";
import { isMissing, numberIn } from "./column-facts.ts";
import { placeOf } from "./place-of.ts";
import type { Table, TableColumn } from "./table.ts";

/**
 * The place of each row in the order of a column of numbers or of dates.
 * @throws a run error for the first cell that is neither.
 */
export function orderOf(table: Table, { name, cells }: TableColumn): Float64Array {
  const dates = isDate(cells[0]);
  return Float64Array.from(cells, (cell, row) => {
    const place = dates ? timeOf(cell) : numberIn(cell);
    if (place !== undefined && !Number.isNaN(place)) return place;
    throw runError({
      where: placeOf(table, row, name),
      expected: isDate(cell)
        ? "a day that the calendar has"
        : dates
          ? `a date, as ${show(cells[0])}`
          : "a number, or a date such as 2024-02-29, to order rows by",
      received: isMissing(cell) ? "a missing value" : show(cell),
    });
  });
}
