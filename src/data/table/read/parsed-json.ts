import { runError } from "../../../errors.ts";

/** The value of a JSON text; @throws a run error that names the line and the column where it is damaged. */
export function parsedJson(name: string, text: string, firstLine = 1): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    const place = placeOf(text, message);
    const before = text.slice(0, place ?? 0).split(/\r\n?|\n/);
    const [line, column] = [firstLine + before.length - 1, before[before.length - 1].length + 1];
    const rest = place === undefined ? "" : text.slice(place, place + 40);
    throw runError({
      where: `${name}: line ${line}${place === undefined ? "" : `, column ${column}`}`,
      expected: "JSON",
      received: place === undefined ? message : rest === "" ? "the end of the text" : rest.split(/[\r\n]/, 1)[0],
      fix: /^(NaN|-?Inf|')/.test(rest)
        ? "Write null in place of NaN and Infinity, and texts in double quotes."
        : "Check what stands there and just before it.",
      cause,
    });
  }
}

/** The index that the parser refused, from its message or, where that has none, found by halving the text. */
function placeOf(text: string, message: string): number | undefined {
  const place = positionIn(message, text.length);
  if (place !== undefined || !message.startsWith("Unexpected token")) return place;
  let [whole, refused] = [0, text.length]; // lengths: the start of the text that may go on, and that may not
  while (refused - whole > 1) {
    const half = (whole + refused) >> 1;
    if (mayGoOn(text.slice(0, half))) whole = half;
    else refused = half;
  }
  return refused - 1;
}

/** Whether a text is the start of JSON: whatever is wrong with it is its end. */
function mayGoOn(start: string): boolean {
  try {
    JSON.parse(start);
    return true;
  } catch (error) {
    return positionIn((error as Error).message, start.length) === start.length;
  }
}

function positionIn(message: string, end: number): number | undefined {
  if (/Unexpected end|Unterminated string/.test(message)) return end;
  const found = /position (\d+)/.exec(message);
  return found === null ? undefined : Number(found[1]);
}
