/**
 * A key that an object in a JSON text has more than once, of which `JSON.parse` would keep the last; undefined without one.
 * @param json a text that `JSON.parse` accepts.
 */
export function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === "{") open.push(new Set());
    else if (sign === "}") open.pop();
    else if (sign === '"') {
      const end = endOfText(json, at);
      const keys = isKey(json, end) ? open.at(-1) : undefined;
      const key = keys && (JSON.parse(json.slice(at, end)) as string);
      if (key !== undefined && keys?.has(key)) return key;
      if (key !== undefined) keys?.add(key);
      at = end - 1;
    }
  }
  return undefined;
}

/** The place behind the text that begins at a quotation mark. */
function endOfText(json: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = json.indexOf('"', at);
    let slashes = 0;
    while (json[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
}

/** Whether a colon follows, maybe after spaces. */
function isKey(json: string, end: number): boolean {
  let at = end;
  while (SPACES.includes(json[at])) at++;
  return json[at] === ":";
}

const SPACES = [" ", "\n", "\r", "\t"];
