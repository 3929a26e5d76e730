import pc from "picocolors";
import { counted } from "../compare/words/number-words.ts";
import { expectDataset } from "../data/checks/expect-dataset.ts";
import { type Dataset, sampleCount } from "../data/dataset.ts";
import { DATASET_PARTS } from "../data/samples.ts";
import { type ColumnDescription, describeColumns } from "../data/table/describe-columns.ts";
import { shortened } from "../options/show.ts";
import { count, flag, resolveOptions } from "../options.ts";
import { aligned } from "./words/aligned.ts";
import { printable } from "./words/printable.ts";

const OPTIONS = {
  color: flag(false, "ANSI colors"),
  width: count(100, "columns of the terminal", 20),
};

/** More columns are only counted. */
const MOST = 60;

/**
 * The columns of a table for the terminal, to be read before training: of each its kind, how many values it has and misses,
 * what it becomes, and what was seen. Empty for data that are no table.
 * @throws a usage error for what is no dataset, and for unknown options.
 * @example
 * const data = csv("size,color,kind\n38,red,sandal\n44,black,boot\n36,red,sandal", { target: "kind" });
 * console.log(columnsText(data, { width: 80 }));
 */
export function columnsText(data: Dataset, options: { color?: boolean; width?: number } = {}): string {
  const { color, width } = resolveOptions("columnsText", OPTIONS, options);
  expectDataset("columnsText: data", data);
  const columns = describeColumns(data);
  if (columns === undefined) return "";
  const colors = pc.createColors(color);
  const sets = DATASET_PARTS.flatMap((part) => {
    const samples = data[part];
    return samples === undefined ? [] : [`${sampleCount(samples).toLocaleString("en")} ${NAMES[part]}`];
  });
  const shown = columns.slice(0, MOST).map(cellsOf);
  const heading = ["column", "kind", "values", "missing", "becomes", "seen"];
  const lines = aligned([heading, ...shown], (column) => !NUMBERS.includes(column));
  const [head, ...below] = lines.map((line) => shortened(line, width));
  return [
    `${printable(data.name)}: ${counted(columns.length, "column")}, ${sets.join(", ")}`,
    "",
    colors.bold(head),
    ...below.map((line, i) => (columns[i].kind === "ignored" ? colors.dim(line) : line)),
    ...(columns.length > MOST ? [`… and ${counted(columns.length - MOST, "more column")}`] : []),
    "",
  ].join("\n");
}

const NAMES = { train: "rows to train on", validation: "to validate", test: "to test" } as const;

/** The places of cells that are numbers. */
const NUMBERS = [2, 3];

function cellsOf(column: ColumnDescription): string[] {
  const { name, kind, values, missing } = column;
  return [
    printable(shortened(name, 28)),
    kind,
    values.toLocaleString("en"),
    missing === 0 ? "" : missing.toLocaleString("en"),
    becomes(column),
    printable(seenIn(column)),
  ];
}

function becomes({ kind, missing, examples, features, dimension, flag, why = "" }: ColumnDescription): string {
  if (kind === "ignored") return `not used: ${printable(shortened(why, 44))}`;
  if (kind === "target") return examples === undefined ? "what is predicted" : `${examples.length} classes`;
  if (kind === "numeric")
    return flag ? "a quantity and a flag" : missing === 0 ? "a quantity" : "a quantity, gaps the median";
  if (dimension !== undefined) return `a trained vector of ${dimension}`;
  return `${counted(features, "feature")}, one-hot`;
}

function seenIn({ kind, range, median, examples }: ColumnDescription): string {
  if (examples !== undefined)
    return `${examples
      .slice(0, 3)
      .map((word) => shortened(word, 16))
      .join(", ")}${examples.length > 3 ? ", …" : ""}`;
  if (range === undefined || kind === "ignored") return "";
  return `${short(range[0])} to ${short(range[1])}${median === undefined ? "" : `, median ${short(median)}`}`;
}

function short(x: number): string {
  return String(Number(x.toPrecision(5)));
}
