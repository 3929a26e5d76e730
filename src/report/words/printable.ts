/** What a terminal would obey instead of print: control characters, and marks that change the direction of text. */
const COMMANDS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Foreign text made safe for a terminal: no escape sequences. */
export function printable(text: string): string {
  return text.replace(COMMANDS, "\ufffd");
}

/** The same for every text in plain data. */
export function printableData<T>(data: T): T {
  return JSON.parse(JSON.stringify(data), (_, value) => (typeof value === "string" ? printable(value) : value));
}
