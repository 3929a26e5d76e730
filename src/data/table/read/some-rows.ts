import type { RandomStream } from "../../../random.ts";
import type { Cell } from "../table.ts";

/** A row that is kept, its number and its line in the file. */
export interface KeptRow {
  readonly number: number;
  readonly line: number;
  readonly cells: Readonly<Record<string, Cell>>;
}

/**
 * So many rows, drawn at random from all that are offered. Source: Vitter 1985, algorithm R: the i-th row takes the place of
 * a random one of those that are kept with probability size / i.
 */
export class SomeRows {
  readonly #size: number;
  readonly #random: RandomStream;
  readonly #kept: KeptRow[] = [];
  #offered = 0;

  constructor(size: number, random: RandomStream) {
    this.#size = size;
    this.#random = random;
  }

  /** Gives the row that is not kept: this one, or the one whose place it took. */
  offer(row: KeptRow): KeptRow | undefined {
    this.#offered++;
    if (this.#kept.length < this.#size) {
      this.#kept.push(row);
      return undefined;
    }
    const place = Math.floor(this.#random.uniform() * this.#offered);
    if (place >= this.#size) return row;
    const before = this.#kept[place];
    this.#kept[place] = row;
    return before;
  }

  /** In their order. */
  get rows(): KeptRow[] {
    return this.#kept.toSorted((a, b) => a.number - b.number);
  }
}

/** Each row with the same probability. */
export class FractionOfRows {
  readonly #fraction: number;
  readonly #random: RandomStream;
  readonly rows: KeptRow[] = [];

  constructor(fraction: number, random: RandomStream) {
    this.#fraction = fraction;
    this.#random = random;
  }

  /** Gives the row unless it is kept. */
  offer(row: KeptRow): KeptRow | undefined {
    if (this.#fraction === 0 || this.#random.uniform() >= this.#fraction) return row;
    this.rows.push(row);
    return undefined;
  }
}
