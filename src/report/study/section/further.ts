import type { Study, StudyTable } from "../../../compare/study.ts";
import type { Markup } from "../../page/markup.ts";
import { section, table } from "../../page/parts.ts";
import { ABSENT, measured } from "../../words/format.ts";

type Unit = StudyTable["columns"][number]["unit"];

/** What was measured besides the metric: a table each. */
export function furtherSection({ tables = [] }: Study): Markup | undefined {
  if (tables.length === 0) return undefined;
  return section(
    "further",
    "What was measured besides",
    tables.map(({ title, columns, rows, note }) =>
      table(
        title,
        columns.map(({ heading, unit }) => ({ heading, number: unit !== undefined })),
        rows.map((row) => columns.map(({ name, unit }) => cellText(row[name], unit))),
        note,
      ),
    ),
  );
}

/** A cell as text: "98.94 %", "0.0312", "1,250", or the word that it is. */
export function cellText(cell: string | number | null | undefined, unit: Unit): string {
  if (cell === undefined) return ABSENT;
  if (typeof cell === "string") return cell;
  return unit === "count" && cell !== null
    ? cell.toLocaleString("en")
    : measured(cell, unit === "share" ? "share" : "number");
}
