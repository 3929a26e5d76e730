const said = new Set<string>();

/** Says hints on the console, each once in a process: what is probably a mistake, and no error. */
export function sayOnce(hints: readonly string[]): void {
  for (const hint of hints) {
    if (said.has(hint)) continue;
    said.add(hint);
    // biome-ignore lint/suspicious/noConsole: nobody looks for a hint that is only returned
    console.warn(`evenkeel: ${hint}`);
  }
}
