/** The items of a list as a flag has it: parted at commas, outside brackets and quotation marks. */
export function splitList(text: string): string[] {
  const items: string[] = [];
  let [start, depth] = [0, 0];
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const mark = text[i];
    if (quote !== undefined) {
      if (mark === "\\") i++;
      else if (mark === quote) quote = undefined;
    } else if (mark === '"' || mark === "'") quote = mark;
    else if ("([{".includes(mark)) depth++;
    else if (")]}".includes(mark)) depth--;
    else if (mark === "," && depth === 0) {
      items.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...items, text.slice(start)].map((item) => item.trim());
}
