import type { Cell } from "../table.ts";
import type { KeptRow } from "./some-rows.ts";

/** Up to so many different targets may be classes. */
const MOST_CLASSES = 1000;

/** The first row of each different target of a table that is read in parts, and how many rows have it. */
export class TargetRows {
  readonly #column: string;
  readonly #rows = new Map<Cell, { readonly first: KeptRow; count: number }>();

  constructor(column: string) {
    this.#column = column;
  }

  offer(row: KeptRow): void {
    const same = this.#rows.get(row.cells[this.#column]);
    if (same !== undefined) same.count++;
    else if (this.#rows.size <= MOST_CLASSES) this.#rows.set(row.cells[this.#column], { first: row, count: 1 });
  }

  /**
   * A row of each class for training: the first one, unless it is held out while others are not. One that is held out comes
   * back, since a class of which nothing is left cannot be learned. None where there are too many targets to be classes.
   */
  taught(held: readonly KeptRow[]): KeptRow[] {
    if (this.#rows.size > MOST_CLASSES) return [];
    const out = new Set(held.map(({ number }) => number));
    const counts = new Map<Cell, number>();
    for (const { cells } of held) counts.set(cells[this.#column], (counts.get(cells[this.#column]) ?? 0) + 1);
    const isWanted = ([cell, { first, count }]: [Cell, { first: KeptRow; count: number }]) =>
      !out.has(first.number) || counts.get(cell) === count;
    return [...this.#rows].filter(isWanted).map(([, { first }]) => first);
  }
}
