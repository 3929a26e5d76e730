import { unbroken } from "./format.ts";

export type Paint = (text: string) => string;

/** How many columns a text takes. */
export function length(text: string): number {
  return Array.from(text).length;
}

/** A sentence wrapped to `width`, all lines but the first indented by 2. */
export function hanging(lead: string, sentence: string, width: number, paint: Paint = String): string[] {
  const lines = wrap(lead + unbroken(sentence), width - 2);
  return lines.map((text, i) => (i === 0 ? text.replace(lead, () => paint(lead)) : `  ${text}`));
}

/** The lines of a text, none wider than `width`: broken at spaces, and within a word that is longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ").flatMap((each) => pieces(each, width))) {
    const last = lines[lines.length - 1];
    if (last !== "" && length(last) + 1 + length(word) > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.map((each) => each.replaceAll("\u00a0", " "));
}

function pieces(word: string, width: number): string[] {
  const characters = Array.from(word);
  if (characters.length <= width || width < 1) return [word];
  return Array.from({ length: Math.ceil(characters.length / width) }, (_, i) =>
    characters.slice(i * width, (i + 1) * width).join(""),
  );
}
