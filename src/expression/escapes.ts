/** What stands behind a backslash, by its letter. */
const LETTERS: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", 0: "\0" };

/** A text between quotation marks with its escapes read, as JavaScript reads them; undefined for one that it has not. */
export function unescaped(text: string): string | undefined {
  if (!text.includes("\\")) return text;
  let valid = true;
  const value = text.replace(
    /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g,
    (_, point?: string, unit?: string, byte?: string, letter = "") => {
      const code = Number.parseInt(point ?? unit ?? byte ?? "", 16);
      if (code <= 0x10ffff) return point === undefined ? String.fromCharCode(code) : String.fromCodePoint(code);
      if (Object.hasOwn(LETTERS, letter)) return LETTERS[letter];
      if (letter === "" || /[\w]/.test(letter)) valid = false;
      return letter;
    },
  );
  return valid ? value : undefined;
}
