/** A cell as RFC 4180 has it: in quotes where it has a quote, a comma, a line break, or blanks at its ends, which readers take off. */
function csvCell(value: unknown): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A row of a table as a line of CSV, without its end. */
export function csvLine(cells: readonly unknown[]): string {
  return cells.map(csvCell).join(",");
}
