import { runError } from "../../../errors.ts";
import { isPlainObject } from "../../../options/plain-object.ts";
import { show } from "../../../options/show.ts";
import { readAs } from "../read-as.ts";
import type { Cell, Table } from "../table.ts";
import { missingTexts } from "./missing.ts";
import type { Missing } from "./read-options.ts";

/** What the makers of tables from records are told. */
export interface RecordOptions {
  missing?: Missing | undefined;
  /** Columns that may have any value: they are not used. */
  ignore?: string | readonly string[] | undefined;
}

/**
 * Makes a table of records, one after another: the columns are the keys in the order in which they first appear; a key that
 * a record does not have is a missing value.
 */
export class RecordMaker {
  readonly #name: string;
  readonly #ignored: ReadonlySet<string>;
  readonly #missing: Missing | undefined;
  readonly #isMissing: (text: string) => boolean;
  readonly #columns = new Map<string, Cell[]>();
  readonly #lines: number[] = [];
  #count = 0;

  constructor(name: string, { missing, ignore = [] }: RecordOptions) {
    this.#name = name;
    this.#ignored = new Set([ignore].flat());
    this.#missing = missing;
    this.#isMissing = missingTexts(missing);
  }

  get rows(): number {
    return this.#count;
  }

  /**
   * Adds a record.
   * @param place where it stands, for errors: "row 3", "line 3".
   * @param line its line, where the file has a record on each.
   */
  add(record: unknown, place: string, line?: number): void {
    if (!isPlainObject(record))
      throw runError({
        where: `${this.#name}: ${place}`,
        expected: 'an object of the columns, as {"width": 1.5, "kind": "a"}',
        received: show(record),
      });
    for (const [key, value] of Object.entries(record)) {
      let cells = this.#columns.get(key);
      if (cells === undefined) {
        cells = new Array<Cell>(this.#count).fill(null);
        this.#columns.set(key, cells);
      }
      cells.push(this.#cell(value, key, place));
    }
    this.#count++;
    for (const cells of this.#columns.values()) if (cells.length < this.#count) cells.push(null);
    if (line !== undefined) this.#lines.push(line);
  }

  /** Adds a column: a list of its values. */
  addColumn(name: string, values: ArrayLike<unknown>): void {
    const cells = Array.from(values, (value, row) => this.#cell(value, name, `row ${row + 1}`));
    this.#columns.set(name, cells);
    this.#count = cells.length;
  }

  table(): Table {
    if (this.#count === 0)
      throw runError({ where: this.#name, expected: "at least one row of data", received: "none" });
    if (this.#columns.size === 0)
      throw runError({ where: this.#name, expected: "at least one column", received: "empty rows" });
    const lines = this.#lines;
    return {
      name: this.#name,
      columns: [...this.#columns].map(([name, cells]) => ({ name, cells })),
      ...readAs({ missing: this.#missing }),
      ...(lines.length > 0 && { lineOf: (row: number) => lines[row] }),
    };
  }

  #cell(value: unknown, column: string, place: string): Cell {
    switch (typeof value) {
      case "string":
        return this.#isMissing(value.trim()) ? null : value.trim();
      case "number":
        return Number.isNaN(value) || this.#isMissing(`${value}`) ? null : value;
      case "boolean":
        return `${value}`;
      case "bigint":
        return this.#cell(Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`, column, place);
    }
    if (value === null || value === undefined) return null;
    if (value instanceof Date) return dateText(value);
    if (this.#ignored.has(column)) return null;
    throw runError({
      where: `${this.#name}: ${place}, column ${column.slice(0, 60)}${firstKey(value)}`,
      expected: "a number, a text, true, false or null",
      received: show(value),
      fix: `Make columns of what is in it, or leave it out: ignore: [${show(column)}].`,
    });
  }
}

/** A day as 2024-01-31, another moment with its time in UTC. */
function dateText(date: Date): Cell {
  if (Number.isNaN(date.getTime())) return null;
  const text = date.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text;
}

/** ".city" for { city: … }, "[0]" for a list. */
function firstKey(value: unknown): string {
  const [key] = Object.keys(value as object);
  if (key === undefined) return "";
  return Array.isArray(value) ? `[${key}]` : `.${key.slice(0, 60)}`;
}
