import { constants } from "node:os";
import type { Host } from "./host.ts";

/**
 * What asks a process to end: Ctrl-C, a container or a queue that stops it, a terminal that closes. SIGQUIT (Ctrl-\) is
 * left as the way to end it at once.
 */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds in which a signal that comes again may be an echo of itself. */
const ECHO = 100;

/**
 * Aborted by the first signal, so that what was trained is kept; the second one ends the process with 128 and its number,
 * as shells count.
 *
 * npm passes on to its scripts what the terminal has sent them already, and a shell hangs up once more what the closed
 * terminal did. Such an echo is not a second signal, and what to do is said when it is over.
 */
export function interrupts({ env, say }: { env: Host["env"]; say: (text: string) => void }): AbortSignal {
  const controller = new AbortController();
  let first: { signal: NodeJS.Signals; at: number } | undefined;
  const echoes = (signal: NodeJS.Signals) => signal === "SIGHUP" || env.npm_lifecycle_event !== undefined;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (first === undefined) {
        first = { signal, at: performance.now() };
        const told = () => say("\nStopping after the steps that are under way. Interrupt again to stop at once.");
        if (echoes(signal)) setTimeout(told, ECHO);
        else told();
        controller.abort();
      } else if (signal !== first.signal || !echoes(signal) || performance.now() - first.at > ECHO)
        process.exit(128 + constants.signals[signal]);
    });
  return controller.signal;
}
