import { spacedIndices } from "../../chart/spaced-indices.ts";
import type { Column } from "../../page/parts.ts";

/** The numbers of a picture, as a table: the first cell of each row is its heading. */
export interface PictureData {
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
  note: string;
}

/** A longer table tells no more than the picture, and makes a large page. */
const MOST_ROWS = 200;
const MOST_CELLS = 4000;
const FEWEST_ROWS = 20;

/** The places of rows that are shown, spread evenly: all of a short table. The first and the last are among them. */
export function shownRows(rows: number, columns: number, most: number = MOST_ROWS): number[] {
  return spacedIndices(rows, Math.min(most, Math.max(FEWEST_ROWS, Math.floor(MOST_CELLS / columns))));
}

/** "20 of 500 epochs are shown."; nothing where all are. */
export function shownOf(shown: number, all: number, noun: string): string {
  return shown === all ? "" : `${shown.toLocaleString("en")} of ${all.toLocaleString("en")} ${noun} are shown.`;
}
