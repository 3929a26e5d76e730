import { runError } from "../../../errors.ts";
import { defined } from "../../../options/defined.ts";
import { show } from "../../../options/show.ts";
import { withPoint } from "../decimal-comma.ts";
import { readAs } from "../read-as.ts";
import type { Cell, Table } from "../table.ts";
import { fittingDelimiter } from "./find-delimiter.ts";
import { missingTexts } from "./missing.ts";
import type { TableReadOptions } from "./read-options.ts";
import { shortCell } from "./short-cell.ts";

/** More are refused: a row of a file that is not a table. */
const MOST_COLUMNS = 1_000_000;

/** Makes a table of the rows of a text, one after another. */
export class TableMaker {
  readonly #name: string;
  readonly #options: TableReadOptions & { delimiter: string };
  readonly #isMissing: (text: string) => boolean;
  #names: readonly string[] | undefined;
  #cells: Cell[][] = [];
  #lines: number[] = [];

  constructor(name: string, options: TableReadOptions & { delimiter: string }) {
    this.#name = name;
    this.#options = options;
    this.#isMissing = missingTexts(options.missing);
  }

  readonly take = (cells: readonly string[], line: number): void => {
    if (this.#names === undefined) {
      this.#begin(cells);
      if (this.#options.header ?? true) return;
    }
    if (cells.length !== this.#cells.length) throw this.#otherWidth(cells, line);
    for (let i = 0; i < cells.length; i++) this.#cells[i].push(this.#isMissing(cells[i]) ? null : cells[i]);
    if (this.#options.decimal === ",") this.#withPoints(line);
    this.#lines.push(line);
  };

  /** How many rows are in it. */
  get rows(): number {
    return this.#lines.length;
  }

  /** The table of the rows so far; what comes later makes another one. */
  table(): Table {
    const lines = this.#lines;
    const cells = this.#cells;
    const columns = (this.#names ?? []).map((name, i) => ({ name, cells: cells[i] }));
    this.#lines = [];
    this.#cells = cells.map(() => []);
    return { name: this.#name, columns, ...readAs(this.#options), lineOf: (row) => lines[row] };
  }

  #begin(cells: readonly string[]): void {
    if (cells.length > MOST_COLUMNS)
      throw runError({
        where: this.#name,
        expected: `at most ${MOST_COLUMNS} columns`,
        received: `${cells.length}`,
        fix: "Give the delimiter, if the file is a table.",
      });
    const header = this.#options.header ?? true;
    this.#names = cells.map((cell, i) => (header && cell !== "" ? cell : `${i + 1}`));
    this.#cells = cells.map(() => []);
    const seen = new Set<string>();
    for (const column of this.#names) {
      if (seen.has(column))
        throw runError({
          where: this.#name,
          expected: "a different name for every column",
          received: `${shortCell(column)} twice`,
          fix: "If the first row is data, give header: false.",
        });
      seen.add(column);
    }
  }

  /** Decimal commas of the row that came last become points. */
  #withPoints(line: number): void {
    this.#cells.forEach((column, i) => {
      const cell = column[column.length - 1];
      if (typeof cell !== "string") return;
      if (/^[+-]?\d+\.\d+$/.test(cell))
        throw runError({
          where: `${this.#name}: line ${line}, column ${this.#names?.[i].slice(0, 60)}`,
          expected: "a number with a decimal comma, or a word",
          received: show(cell),
          fix: 'Write it without thousands separators, or leave out decimal: ",".',
        });
      column[column.length - 1] = withPoint(cell) ?? cell;
    });
  }

  #otherWidth(cells: readonly string[], line: number): Error {
    const width = this.#cells.length;
    const { delimiter } = this.#options;
    const other = fittingDelimiter(cells.join(delimiter), width);
    const found = other !== undefined && other !== delimiter && width > 1 ? other : undefined;
    return runError({
      where: `${this.#name}: line ${line}`,
      expected: `${width} ${width === 1 ? "cell" : "cells"}, one for each column`,
      received: `${cells.length}`,
      ...defined({
        fix:
          found !== undefined
            ? `Its cells are separated by ${show(found)}, those before it by ${show(delimiter)}: write the file with one of them.`
            : cells.length === width + 1 && cells[width] === ""
              ? `Remove the ${show(delimiter)} at its end, or put one at the end of the first row too.`
              : undefined,
      }),
    });
  }
}
