import type { ColumnEncoding } from "../../../data/table/table-encoding.ts";
import type { Markup } from "../../page/markup.ts";
import { section, table } from "../../page/parts.ts";
import type { RunReport } from "../run-report.ts";

/** What the columns of the table became. */
export function columnsSection({ columns }: RunReport): Markup | undefined {
  if (columns === undefined) return undefined;
  return section(
    "columns",
    "Columns",
    table(
      `Targets: ${columns.targets.join(", ")}`,
      [{ heading: "Column" }, { heading: "Kind" }, { heading: "What it becomes" }],
      columns.inputs.map((column) => [column.name, column.kind, WORDS[column.kind](column as never)]),
      "Fitted on the training rows alone.",
    ),
  );
}

const WORDS: { readonly [K in ColumnEncoding["kind"]]: (column: Extract<ColumnEncoding, { kind: K }>) => string } = {
  numeric: ({ fill, flag }) =>
    `a number, standardized; where missing ${Number(fill.toPrecision(4))}, the median${flag ? ", and a flag" : ""}`,
  categorical: ({ categories, as }) =>
    as === "embedded"
      ? `a trained vector for each of ${categories.length} values, and one for others`
      : `one feature for each value (${short(categories)}), and one for others`,
  ignored: ({ why }) => `not used: ${why}`,
};

function short(categories: readonly string[]): string {
  const shown = categories.slice(0, 6).map((text) => text.slice(0, 30));
  return shown.join(", ") + (categories.length > 6 ? ", …" : "");
}
