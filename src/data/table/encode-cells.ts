import { isMissing, numberIn } from "./column-facts.ts";
import { featureCount, widthOf } from "./features-of.ts";
import type { Cell } from "./table.ts";
import type { CategoricalColumn, ColumnEncoding, NumericColumn, TableEncoding } from "./table-encoding.ts";

/**
 * The features [count, features] of rows, row-major, by an encoding.
 * @param cellsOf the cells of a column, one for each row.
 * @param refuse is called with a row and column whose cell is not a number although the column has numbers; it throws.
 */
export function encodeCells(
  encoding: TableEncoding,
  count: number,
  cellsOf: (column: ColumnEncoding) => (row: number) => Cell,
  refuse: (row: number, column: ColumnEncoding) => never,
): Float64Array {
  const width = featureCount(encoding);
  const features = new Float64Array(count * width);
  let first = 0;
  for (const column of encoding.inputs) {
    if (column.kind === "ignored") continue;
    const cellAt = cellsOf(column);
    const write =
      column.kind === "numeric"
        ? writeNumber(column, features, (row) => refuse(row, column))
        : writeCategory(column, features);
    for (let row = 0; row < count; row++) write(cellAt(row), row * width + first, row);
    first += widthOf(column);
  }
  return features;
}

type Write = (cell: Cell, at: number, row: number) => void;

function writeNumber({ fill, flag }: NumericColumn, features: Float64Array, refuse: (row: number) => never): Write {
  return (cell, at, row) => {
    const missing = isMissing(cell);
    const x = missing ? fill : numberIn(cell);
    if (x === undefined || !Number.isFinite(Math.fround(x))) return refuse(row);
    features[at] = x;
    if (flag && missing) features[at + 1] = 1;
  };
}

function writeCategory({ categories, as, rest }: CategoricalColumn, features: Float64Array): Write {
  const numberOf = new Map(categories.map((word, number) => [word, number]));
  const spelled = new Map(
    [...categories.entries()].reverse().flatMap(([number, word]) => {
      const x = numberIn(word);
      return x === undefined ? [] : [[x, number] as const];
    }),
  );
  const find = (cell: Cell) => {
    if (isMissing(cell)) return undefined;
    const number = numberOf.get(String(cell));
    if (number !== undefined || spelled.size === 0) return number;
    return spelled.get(numberIn(cell) ?? Number.NaN); // 3, where the table had "3.0"
  };
  return (cell, at) => {
    const number = find(cell) ?? categories.length;
    if (as === "embedded") features[at] = number;
    else if (number < categories.length || rest) features[at + number] = 1;
  };
}
