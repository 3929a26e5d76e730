import { usageError } from "../../../errors.ts";
import { show } from "../../../options/show.ts";

const DELIMITERS = [",", ";", "\t", "|"];

/**
 * The delimiter that was asked for; by default the one that the first row has most of, outside quotes. The comma is none
 * where it is the decimal comma.
 */
export function delimiterOf(name: string, text: string, asked: string | undefined, decimal = "."): string {
  if (asked === undefined) {
    const [row = ""] = text
      .trimStart()
      .slice(0, 10_000_000)
      .split(/[\r\n]/, 1);
    const plain = row.replace(/"[^"]*"/g, ""); // without quoted text
    const times = DELIMITERS.map((each) => (each === decimal ? 0 : plain.split(each).length));
    return DELIMITERS[times.indexOf(Math.max(...times))];
  }
  if (asked.length === 1 && !'"\r\n'.includes(asked) && asked !== decimal) return asked;
  throw usageError({
    where: `${name}: delimiter`,
    expected: asked === decimal ? "another character than the one before decimals" : "one character",
    received: show(asked),
  });
}

/** The delimiter by which a row has as many cells as the others, if there is one. */
export function fittingDelimiter(row: string, width: number): string | undefined {
  return DELIMITERS.find((each) => row.split(each).length === width);
}
