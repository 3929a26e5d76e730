/**
 * Arrow keys, Home and End move the focus among the items of a list, of which one can be reached with Tab. Give it to the
 * list's onKeyDown; its items are found by a selector.
 */
export function roving(items: string): (event: KeyboardEvent) => void {
  return (event) => {
    const list = event.currentTarget as HTMLElement;
    const all = [...list.querySelectorAll<HTMLElement>(items)];
    const at = all.indexOf(event.target as HTMLElement);
    const to = targetOf(event.key, at, all.length);
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    for (const each of all) each.tabIndex = -1;
    const item = all[to];
    if (item === undefined) return;
    item.tabIndex = 0;
    item.focus();
  };
}

/** The item that a key leads to, around the ends. */
function targetOf(key: string, at: number, count: number): number | undefined {
  if (key === "ArrowRight" || key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowLeft" || key === "ArrowUp") return (at + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}
