import { expectDataset } from "../checks/expect-dataset.ts";
import type { Dataset } from "../dataset.ts";
import { type ColumnFacts, factsOf } from "./column-facts.ts";
import { embeddedFeatures } from "./embedded-features.ts";
import { widthOf } from "./features-of.ts";
import type { ColumnEncoding } from "./table-encoding.ts";

/** A column of a table: what it has in all rows, and what is made of it. Plain JSON. */
export interface ColumnDescription {
  /** Its name in the table. */
  name: string;
  /** Targets are what is to be learned. */
  kind: "target" | "numeric" | "categorical" | "ignored";
  /** How many different values it has. */
  values: number;
  /** In how many rows it has none. */
  missing: number;
  /** The smallest and the largest number, where it has numbers. */
  range?: readonly [number, number];
  /** Of quantities, the median of the training rows, which stands for missing values. */
  median?: number;
  /** Words that it has, the most frequent in training first; of a target, its classes. */
  examples?: readonly string[];
  /** How many features it becomes. */
  features: number;
  /** Of categories that become a trained vector, how long this is. */
  dimension?: number;
  /** Whether one of the features says that a value is missing. */
  flag?: boolean;
  /** Why it is ignored. */
  why?: string;
}

/**
 * The columns of the table that a dataset was made from, in their order; undefined for other data.
 * @throws a usage error for what is no dataset.
 * @example
 * const data = csv("size,color,kind\n38,red,sandal\n44,black,boot\n36,red,sandal", { target: "kind" });
 * describeColumns(data)?.map(({ name, kind }) => `${name}: ${kind}`);
 */
export function describeColumns(data: Dataset): ColumnDescription[] | undefined {
  expectDataset("describeColumns: data", data);
  const { columns, table, classes } = data;
  if (columns === undefined || table === undefined) return undefined;
  const encodings = new Map(columns.inputs.map((column) => [column.name, column]));
  const facts = new Map(table.plan.inputs.map((column) => [column.name, column.facts]));
  const dimensions = embeddedFeatures(columns).map(({ dimension }) => dimension);
  return table.table.columns.map((column) => {
    const { name } = column;
    const encoding = encodings.get(name);
    const own = facts.get(name) ?? factsOf(column);
    const { distinct, missing } = own;
    const seen = { values: distinct, missing, ...rangeIn(own) };
    if (encoding === undefined)
      return { name, kind: "target", ...seen, features: 0, ...(classes === undefined ? {} : { examples: classes }) };
    const embedded = encoding.kind === "categorical" && encoding.as === "embedded";
    return {
      name,
      kind: encoding.kind,
      ...seen,
      features: widthOf(encoding),
      ...ofEncoding(encoding),
      ...(embedded ? { dimension: dimensions.shift() ?? 1 } : {}),
    };
  });
}

function rangeIn({ numbers, words, low, high }: ColumnFacts): { range?: readonly [number, number] } {
  return numbers > 0 && words === 0 ? { range: [low, high] } : {};
}

function ofEncoding(encoding: ColumnEncoding): Partial<ColumnDescription> {
  if (encoding.kind === "ignored") return { why: encoding.why };
  if (encoding.kind === "numeric") return { median: encoding.fill, flag: encoding.flag };
  return { examples: encoding.categories, flag: encoding.rest };
}
