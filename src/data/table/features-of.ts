import type { ColumnEncoding, TableEncoding } from "./table-encoding.ts";

/** A feature of the inputs. */
export interface Feature {
  /** "age", "age missing", "island = Biscoe", "island = other" … */
  readonly name: string;
  /** Whether it is a quantity, which scaling applies to. */
  readonly numeric: boolean;
}

/** The features that the columns of a table become, in the order of the inputs. */
export function featuresOf({ inputs }: TableEncoding): Feature[] {
  return inputs.flatMap(featuresOfColumn);
}

/** The features of one column. */
export function featuresOfColumn(column: ColumnEncoding): Feature[] {
  const { name } = column;
  if (column.kind === "ignored") return [];
  if (column.kind === "numeric")
    return [{ name, numeric: true }, ...(column.flag ? [{ name: `${name} missing`, numeric: false }] : [])];
  if (column.as === "embedded") return [{ name, numeric: false }];
  const values = [
    ...column.categories.map((value) => `${name} = ${value}`),
    ...(column.rest ? [`${name} = other`] : []),
  ];
  return values.map((value) => ({ name: value, numeric: false }));
}

/** How many features a column has. */
export function widthOf(column: ColumnEncoding): number {
  if (column.kind === "ignored") return 0;
  if (column.kind === "numeric") return column.flag ? 2 : 1;
  return column.as === "embedded" ? 1 : column.categories.length + Number(column.rest);
}

/** Of each feature, whether it is a quantity: only these are scaled. */
export function numericFeatures(encoding: TableEncoding): readonly boolean[] {
  return featuresOf(encoding).map(({ numeric }) => numeric);
}

/** How many features all columns have. */
export function featureCount({ inputs }: TableEncoding): number {
  return inputs.reduce((sum, column) => sum + widthOf(column), 0);
}
