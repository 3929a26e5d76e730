/** A list in parts of at most so much work each, as few as in order there can be. What takes more alone is a part of its own. */
export function inParts<T extends { readonly work: number }>(list: readonly T[], most: number): T[][] {
  const parts: T[][] = [];
  let left = 0;
  for (const one of list) {
    if (parts.length === 0 || one.work > left) {
      parts.push([]);
      left = most;
    }
    (parts.at(-1) as T[]).push(one);
    left -= one.work;
  }
  return parts;
}
