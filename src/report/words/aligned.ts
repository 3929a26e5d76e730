/**
 * Rows as lines in columns, two blanks apart. The first column is aligned at the left, others at the right, or as `left` says
 * by their places.
 */
export function aligned(rows: readonly (readonly string[])[], left: (column: number) => boolean = isFirst): string[] {
  const widths = rows[0].map((_, k) => Math.max(...rows.map((row) => row[k].length)));
  return rows.map((row) =>
    row
      .map((cell, k) => (left(k) ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
      .join("  ")
      .trimEnd(),
  );
}

function isFirst(column: number): boolean {
  return column === 0;
}
