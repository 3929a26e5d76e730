import { constants } from "node:os";
import type { Host } from "./host.ts";

/**
 * Signals that ask a process to end: Ctrl-C, a container or a queue that stops it, a terminal that closes. SIGQUIT
 * (Ctrl-\) still ends it at once.
 */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds in which a repeated signal may be an echo. */
const ECHO = 100;
const STOPPING = "Stopping after the current steps. Interrupt again to stop at once.";

/**
 * Aborted by the first signal, so that what was trained is kept. The second one ends the process with the exit code 128
 * plus its number, as shells do.
 *
 * npm sends its scripts a signal that the terminal has sent them already, and a shell repeats the hang-up of a closed
 * terminal. Such an echo does not count as a second signal, and the message waits until it is over.
 */
export function interrupts({
  env,
  say,
  words = () => undefined,
}: {
  env: Host["env"];
  say: (text: string) => void;
  /** What is said, in place of the usual words. */
  words?: () => string | undefined;
}): AbortSignal {
  const controller = new AbortController();
  let first: { signal: NodeJS.Signals; at: number } | undefined;
  const echoes = (signal: NodeJS.Signals) => signal === "SIGHUP" || env.npm_lifecycle_event !== undefined;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (first === undefined) {
        first = { signal, at: performance.now() };
        const message = () => say(`\n${words() ?? STOPPING}`);
        if (echoes(signal)) setTimeout(message, ECHO);
        else message();
        controller.abort();
      } else if (signal !== first.signal || !echoes(signal) || performance.now() - first.at > ECHO)
        process.exit(128 + constants.signals[signal]);
    });
  return controller.signal;
}
