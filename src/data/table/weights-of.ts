import { runError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { isMissing, numberIn } from "./column-facts.ts";
import { placeOf } from "./place-of.ts";
import type { Table, TableColumn } from "./table.ts";

/**
 * How much each row counts, by a column.
 * @param isPart whether these are some of the rows: then all may be 0.
 * @throws a run error for the first cell that is not a number of at least 0, and where none is above 0.
 */
export function weightsOf(table: Table, { name, cells }: TableColumn, isPart = false): Float32Array {
  const weights = Float32Array.from(cells, (cell, row) => {
    const x = isMissing(cell) ? undefined : numberIn(cell);
    if (x !== undefined && x >= 0 && Number.isFinite(Math.fround(x))) return x;
    throw runError({
      where: placeOf(table, row, name),
      expected: "a weight of at least 0",
      received: isMissing(cell) ? "a missing value" : show(cell),
    });
  });
  if (isPart || weights.some((x) => x > 0)) return weights;
  throw runError({ where: `${table.name}: column ${name}`, expected: "weights above 0", received: "only 0" });
}
