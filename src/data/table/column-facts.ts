import { isNumber } from "../class-names.ts";
import type { Cell, TableColumn } from "./table.ts";

/** What a column has in all of its rows. */
export interface ColumnFacts {
  readonly rows: number;
  readonly missing: number;
  /** How many different values it has. */
  readonly distinct: number;
  /** How many cells are numbers, and the first of them. */
  readonly numbers: number;
  readonly firstNumber: number;
  /** How many cells are words, and the first of them. */
  readonly words: number;
  readonly firstWord: number;
  /** How often a number follows a word, or a word a number. */
  readonly switches: number;
  /** Whether all numbers are whole. */
  readonly whole: boolean;
  /** The smallest and the largest number. */
  readonly low: number;
  readonly high: number;
  /** Characters of all words together. */
  readonly characters: number;
}

/** Looks at every cell of a column. */
export function factsOf({ cells }: TableColumn): ColumnFacts {
  const seen = new Set<Cell>();
  let [missing, numbers, words, characters, switches] = [0, 0, 0, 0, 0];
  let [firstNumber, firstWord, whole, low, high] = [-1, -1, true, Infinity, -Infinity];
  let before: "number" | "word" | undefined;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (isMissing(cell)) {
      missing++;
      continue;
    }
    const x = numberIn(cell);
    seen.add(x ?? cell);
    if (x === undefined) {
      if (words++ === 0) firstWord = row;
      characters += (cell as string).length;
      if (before === "number") switches++;
      before = "word";
    } else {
      if (numbers++ === 0) firstNumber = row;
      if (before === "word") switches++;
      before = "number";
      whole &&= Number.isInteger(x);
      if (x < low) low = x;
      if (x > high) high = x;
    }
  }
  return {
    rows: cells.length,
    missing,
    distinct: seen.size,
    numbers,
    firstNumber,
    words,
    firstWord,
    switches,
    whole,
    low,
    high,
    characters,
  };
}

/** No number begins with an ASCII character after "9"; blanks that are trimmed may lie above ASCII. */
const CODE_OF_9 = 57;
const NOT_ASCII = 128;

/** The number that a cell is or says; undefined for words. */
export function numberIn(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  if (cell === null) return undefined;
  const first = cell.charCodeAt(0);
  if (first > CODE_OF_9 && first < NOT_ASCII) return undefined; // most words
  const text = cell.trim();
  return isNumber(text) ? Number(text) : undefined;
}

export function isMissing(cell: Cell): boolean {
  return cell === null || cell === "" || Number.isNaN(cell);
}
