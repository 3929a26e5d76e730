import type * as v from "valibot";
import { joinedBytes } from "../../../files/joined-bytes.ts";
import { readFileChunks } from "../../../files.ts";
import { checked } from "../../../formats/checked.ts";
import { damagedFile } from "../../../formats/damaged-file.ts";
import { withWords } from "../../run/with-words.ts";

const NEWLINE = 10;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Rows as JSON Lines: one object a line. Numbers that JSON has no word for are texts, as in files of runs. */
export function toLines(rows: readonly object[]): Uint8Array {
  return encoder.encode(rows.map((row) => `${JSON.stringify(withWords(row))}\n`).join(""));
}

/**
 * The rows of a file of JSON Lines, each checked, up to the first that `keep` refuses; and the byte after the last of them.
 * A last line without an end is left out: it is being written, or its writer was killed.
 * @throws a run error that names the line which is none of these rows.
 */
export async function fromLines<T>(
  path: string,
  schema: v.GenericSchema<unknown, T>,
  keep: (row: T) => boolean = () => true,
): Promise<{ rows: T[]; end: number }> {
  const rows: T[] = [];
  let end = 0;
  for await (const { line, after } of linesOf(path)) {
    const row = checked(
      schema,
      parsed(line, `${path}: line ${rows.length + 1}`),
      "a row",
      `${path}: line ${rows.length + 1}`,
    );
    if (!keep(row)) break;
    rows.push(row);
    end = after;
  }
  return { rows, end };
}

function parsed(line: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(decoder.decode(line));
  } catch (cause) {
    throw damagedFile(where, "an object in JSON", (cause as Error).message, cause);
  }
}

/** The lines of a file that have an end, and the byte after each. */
async function* linesOf(path: string): AsyncGenerator<{ line: Uint8Array; after: number }> {
  let [begun, after]: [Uint8Array[], number] = [[], 0]; // pieces of a line without its end
  for await (const chunk of readFileChunks(path)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = joinedBytes([...begun, chunk.subarray(start, end)]);
      after += line.length + 1;
      yield { line, after };
      [begun, start] = [[], end + 1];
    }
    begun.push(chunk.subarray(start));
  }
}
