const said = new Set<string>();
/** More are not said: what a program is asked may be different every time, as in a server. */
const MOST = 500;

/** Says hints on the console, each once in a process: what is probably a mistake, and no error. */
export function sayOnce(hints: readonly string[]): void {
  for (const hint of hints) {
    if (said.has(hint) || said.size === MOST) continue;
    said.add(hint);
    // biome-ignore lint/suspicious/noConsole: nobody looks for a hint that is only returned
    console.warn(`evenkeel: ${hint}`);
  }
}
