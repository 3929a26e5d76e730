import { printable } from "./printable.ts";

/** Text that Markdown shows as it is, in one line. */
export function markdownText(text: string): string {
  return printable(text.replace(/\s*\n\s*/g, " "))
    .replace(/[\\`*_[\]<>|~#]/g, String.raw`\$&`)
    .replaceAll("&", "&amp;")
    .replace(/^(\d+)([.)]\s)|^([-+]\s)/, (_, number, point, sign) =>
      sign === undefined ? `${number}\\${point}` : `\\${sign}`,
    );
}

/** A piece of code within a line, whatever backticks it has. */
export function markdownCode(text: string): string {
  const line = printable(text.replace(/\s*\n\s*/g, " ")).replaceAll("|", String.raw`\|`);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const gap = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${gap}${line}${gap}${fence}`;
}

/** A block of code, whatever fences it has. */
export function markdownBlock(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A table as GitHub's Markdown has it; cells are Markdown. Columns that are numbers are aligned at the right. */
export function markdownTable(
  columns: readonly { heading: string; number?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ heading }) => markdownText(heading))),
    line(columns.map(({ number }) => (number ? "---:" : "---"))),
    ...rows.map(line),
  ].join("\n");
}
