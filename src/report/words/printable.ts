/** What a terminal would obey in place of printing: controls, and marks that turn the direction of what follows. */
const COMMANDS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text of others for a terminal: no escape sequence in it reaches the terminal as one. */
export const printable = (text: string) => text.replace(COMMANDS, "\ufffd");

/** The same for every text within plain data. */
export function printableData<T>(data: T): T {
  return JSON.parse(JSON.stringify(data), (_, value) => (typeof value === "string" ? printable(value) : value));
}
