import type { ColumnEncoding, TableEncoding } from "./table-encoding.ts";

/** The names of the features that the columns of a table become: "age", "age missing", "island = Biscoe", "island = other" … */
export function featureNames({ inputs }: TableEncoding): string[] {
  return inputs.flatMap(namesOfColumn);
}

function namesOfColumn(column: ColumnEncoding): string[] {
  const { name } = column;
  if (column.kind === "ignored") return [];
  if (column.kind === "numeric") return column.flag ? [name, `${name} missing`] : [name];
  if (column.as === "embedded") return [name];
  return [...column.categories, ...(column.rest ? ["other"] : [])].map((value) => `${name} = ${value}`);
}

/** How many features a column has. */
export function widthOf(column: ColumnEncoding): number {
  if (column.kind === "ignored") return 0;
  if (column.kind === "numeric") return column.flag ? 2 : 1;
  return column.as === "embedded" ? 1 : column.categories.length + Number(column.rest);
}

/** How many features all columns have. */
export function featureCount({ inputs }: TableEncoding): number {
  return inputs.reduce((sum, column) => sum + widthOf(column), 0);
}

/** What each feature stands for, as JSON: two encodings of one meaning differ in medians alone. */
export function meaningOf({ inputs }: TableEncoding): unknown[] {
  return inputs.flatMap((column) => {
    if (column.kind === "ignored") return [];
    return [column.kind === "numeric" ? { name: column.name, flag: column.flag } : column];
  });
}
