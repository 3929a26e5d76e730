const QUOTE = 34;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/**
 * Whether lists and objects in a JSON text are nested deeper than that. It is found before the text is read: of a byte that opens
 * a list `JSON.parse` makes fifty.
 */
export function isDeeper(json: string, most: number): boolean {
  for (let at = 0, depth = 0; at < json.length; at++) {
    const sign = json.charCodeAt(at);
    if (sign === OPEN_LIST || sign === OPEN_OBJECT) depth++;
    else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) depth--;
    else if (sign === QUOTE) at = endOfText(json, at);
    if (depth > most) return true;
  }
  return false;
}

/** The place of the quotation mark that ends the text which begins at one; the end without one. */
function endOfText(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return json.length;
}
