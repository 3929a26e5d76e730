import { runError } from "../../../errors.ts";
import { shortCell } from "./short-cell.ts";

/** Files that are often taken for a table of text, by their first bytes. */
const OTHERS: readonly (readonly [bytes: string, what: string, fix: string])[] = [
  ["PAR1", "a Parquet file", 'Read it with parquet("…").'],
  ["PK\u0003\u0004", "a ZIP archive, such as an Excel file", "Save the sheet as CSV, or unpack the archive."],
  ["\u00d0\u00cf\u0011\u00e0", "an old Excel file", "Save the sheet as CSV."],
  ["\u0089PNG", "an image", "Read images with imageFolder."],
  ["\u0089HDF", "an HDF5 file", "Write the table as CSV or Parquet."],
  ["SQLite format", "a database", "Write the table as CSV or Parquet."],
  ["%PDF", "a PDF document", "Write the table as CSV."],
];

/** @throws a run error for the first bytes of what is no text. */
export function expectTextBytes(name: string, bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const other = OTHERS.find(([first]) => start.startsWith(first));
  const nul = bytes.subarray(0, 4000).indexOf(0);
  if (other === undefined && nul < 0) return;
  throw runError({
    where: name,
    expected: "text",
    received: other?.[1] ?? `bytes that are no text, the first of them at byte ${nul}`,
    fix:
      other?.[2] ?? 'If it is UTF-16 without a byte order mark, decode it: new TextDecoder("utf-16le").decode(bytes).',
  });
}

/** @throws a run error for a text that was decoded as something else than it is. */
export function expectDecoded(name: string, text: string): void {
  if (!text.startsWith("\uFFFD\uFFFD") && !text.slice(0, 200).includes("\0")) return;
  throw runError({
    where: name,
    expected: "text",
    received: "what looks like UTF-16, decoded as something else",
    fix: 'Give the bytes, or decode them: new TextDecoder("utf-16le").decode(bytes).',
  });
}

export function otherEncoding(name: string, encoding: string, cause: unknown): Error {
  return runError({
    where: name,
    expected: `text in ${encoding.toUpperCase()}`,
    received: "bytes in another encoding",
    fix: 'Decode them: new TextDecoder("latin1").decode(bytes).',
    cause,
  });
}

/** The encoding of a text, by its byte order mark; UTF-8 without one. */
export function encodingOf(bytes: Uint8Array): string {
  return ENCODINGS[`${bytes[0]} ${bytes[1]}`] ?? "utf-8";
}

/** By the first two bytes, the byte order mark U+FEFF. */
const ENCODINGS: Readonly<Record<string, string>> = { "255 254": "utf-16le", "254 255": "utf-16be" };

/** @throws a run error for a cell of a text that was decoded as UTF-8 but is not. */
export function expectDecodedCell(where: string, cell: unknown): void {
  if (typeof cell !== "string" || !cell.includes("\uFFFD")) return;
  throw runError({
    where,
    expected: "text in UTF-8",
    received: `${shortCell(cell)}, in another encoding`,
    fix: 'Decode the bytes: new TextDecoder("latin1").decode(bytes).',
  });
}
