import { shortened } from "../options/show.ts";

/** Characters of a name at most; longer ones are cut to what tells them apart. */
const LONGEST = 60;

/**
 * Short names for different texts: the texts themselves where they are short, else the part in which they differ, such as
 * "…dropout(0.2)…" of two long models.
 */
export function shortNames(texts: readonly string[]): string[] {
  if (texts.every(({ length }) => length <= LONGEST)) return [...texts];
  const parts = texts.map(wordsOf);
  const start = common(parts);
  const end = common(parts.map((words) => words.slice(start).reverse()));
  const names = parts.map((words) => {
    const middle = words
      .slice(start, words.length - end)
      .join("")
      .trim();
    if (middle === "") return "…";
    const cut = `${start > 0 ? "…" : ""}${middle}${end > 0 ? "…" : ""}`;
    return cut.length <= LONGEST ? cut : `${shortened(cut, LONGEST / 2)}${cut.slice(-(LONGEST / 2 - 1))}`;
  });
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (${i + 1})`));
}

/** Names with their opening bracket, and single marks. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_$.+-]+|"(?:[^"\\]|\\.)*"|\s+|./gsu) ?? [];
}

/** How many words all lists begin with. */
function common([first, ...others]: readonly (readonly string[])[]): number {
  const most = Math.min(first.length, ...others.map(({ length }) => length));
  let count = 0;
  while (count < most && others.every((words) => words[count] === first[count])) count++;
  return count;
}
