/** Where a key takes a cursor: by one, with Shift by ten, to the ends, or away; undefined: the key is not for it. */
export function cursorAfter(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  at: number | undefined,
  [first, last]: readonly [number, number],
): { at: number | undefined } | undefined {
  const step = shiftKey ? 10 : 1;
  const from = at ?? last;
  if (key === "ArrowLeft" || key === "ArrowDown") return { at: Math.max(first, from - step) };
  if (key === "ArrowRight" || key === "ArrowUp") return { at: Math.min(last, from + step) };
  if (key === "Home") return { at: first };
  if (key === "End") return { at: last };
  if (key === "Escape" && at !== undefined) return { at: undefined };
  return undefined;
}
