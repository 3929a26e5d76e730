import { isMissing, numberIn } from "./column-facts.ts";
import type { Cell, Table } from "./table.ts";
import type { ColumnEncoding, TableEncoding } from "./table-encoding.ts";
import type { PlannedColumn, TablePlan } from "./table-plan.ts";

/** Up to so many categories have a feature each; more are embedded. */
const MOST_ONE_HOT = 16;

/** The encoding of a table, fitted to its training rows. */
export function fitEncoding(table: Table, { inputs, targets, weights }: TablePlan, train: Uint32Array): TableEncoding {
  const byName = new Map(table.columns.map(({ name, cells }) => [name, cells]));
  return {
    inputs: inputs.map((column) => fitColumn(column, byName.get(column.name) ?? [], train)),
    targets: targets.columns,
    ...(weights === undefined ? {} : { weights: weights.column }),
    ...(table.read === undefined ? {} : { read: table.read }),
  };
}

function fitColumn(column: PlannedColumn, cells: readonly Cell[], train: Uint32Array): ColumnEncoding {
  const { kind, name } = column;
  if (kind === "ignored") return { kind, name, why: column.why };
  const present: Cell[] = [];
  for (let i = 0; i < train.length; i++) if (!isMissing(cells[train[i]])) present.push(cells[train[i]]);
  if (present.length === 0) return { kind: "ignored", name, why: "every value is missing in the training rows" };
  const missing = train.length - present.length;
  if (kind === "numeric") {
    const fill = median(Float64Array.from(present, (cell) => numberIn(cell) as number));
    return { kind, name, fill, flag: isLearnable(missing, train.length) };
  }
  const categories = byFrequency(present);
  const as = categories.length <= MOST_ONE_HOT ? "one-hot" : "embedded";
  return { kind, name, categories, as, rest: as === "embedded" || missing > 0 };
}

/**
 * Whether a flag would have enough rows to be learned from. One of a few rows among many only learns these by heart: the class
 * of the one row that misses a value would be that of every other that does.
 */
export function isLearnable(missing: number, rows: number): boolean {
  return missing >= FEW || missing > 0.01 * rows;
}

const FEW = 5;

/** The middle one of the sorted numbers, or the mean of the two in the middle. */
function median(numbers: Float64Array): number {
  const sorted = numbers.sort();
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** Each different word, the most frequent first, and equally frequent ones in the order in which they appear. */
function byFrequency(cells: readonly Cell[]): string[] {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
}
