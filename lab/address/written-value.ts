/** A value as an address has it: as JSON; a text that JSON would read as something else in quotation marks, others bare. */
export function writtenValue(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return value === "" || isJson(value) ? JSON.stringify(value) : value;
}

/** The value that a text of an address means. */
export function readValue(text: string): unknown {
  return isJson(text) ? JSON.parse(text) : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The text, with what an address cannot have or a chat would cut off as percent signs. */
export function escaped(text: string): string {
  return encodeURIComponent(text.replace(LONE, "\ufffd")).replace(/%(2C|3A|2F|40)/g, (code) =>
    decodeURIComponent(code),
  );
}

/** Half a character, which no address can have. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
