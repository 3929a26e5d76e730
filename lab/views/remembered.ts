/** What the page remembers between visits, by key. Where nothing can be stored, it forgets, and goes on. */
export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(`evenkeel-lab/${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`evenkeel-lab/${key}`, value);
  } catch {
    // Storage is full or forbidden: the choice holds for this visit.
  }
}
