import { runError } from "../../errors.ts";

/** How words are read: "U", four bytes a letter, or "S", one; zeros fill up. Undefined for other types. */
export function npyTexts(type: string, length: number, little: boolean, where: string) {
  if (type === "U")
    return { width: 4 * length, read: texts(length, 4, (view, at) => letterOf(view.getUint32(at, little), where)) };
  if (type === "S" || type === "a")
    return { width: length, read: texts(length, 1, (view, at) => String.fromCharCode(view.getUint8(at))) };
  return undefined;
}

function letterOf(code: number, where: string): string {
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  throw runError({ where, expected: "letters of Unicode", received: `the code ${code}`, fix: "The file is damaged." });
}

function texts(length: number, width: number, letter: (view: DataView, at: number) => string) {
  return (view: DataView, count: number) =>
    Array.from({ length: count }, (_, i) => {
      let text = "";
      for (let k = 0; k < length; k++) text += letter(view, (i * length + k) * width);
      return text.replace(/\0+$/, "");
    });
}
