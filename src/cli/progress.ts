import { createLogUpdate } from "log-update";
import type { CompareProgress } from "../compare/compare-progress.ts";
import { duration } from "../train/progress/duration.ts";
import { bar, measures } from "../train/progress/progress-text.ts";
import type { Host } from "./host.ts";

/** Milliseconds between two drawings of the progress. */
const REDRAW_EVERY = 100;

/** Shows progress on standard error: redrawn in place on a terminal, else one line for each epoch or run that ended. */
export class ProgressView {
  readonly #host: Host;
  readonly #update: ReturnType<typeof createLogUpdate> | undefined;
  #drawn = 0;

  constructor(host: Host) {
    this.#host = host;
    this.#update = host.terminal === undefined ? undefined : createLogUpdate(host.terminal);
  }

  /** Redraws, if it is time to. */
  draw(lines: () => readonly string[]): void {
    const now = performance.now();
    if (this.#update === undefined || now - this.#drawn < REDRAW_EVERY) return;
    this.#drawn = now;
    this.#update(lines().join("\n"));
  }

  /** A line that stays. */
  line(text: string): void {
    this.#update?.clear();
    this.#host.err(text);
  }

  done(): void {
    this.#update?.clear();
    this.#update?.done();
  }
}

export function compareLines(
  { done, total, running, elapsed, remaining, units }: CompareProgress,
  host: Host,
): string[] {
  const time = remaining === undefined ? `${duration(elapsed)} so far` : `${duration(remaining)} left`;
  return [
    `${host.colors.cyan(bar(done / total, 24))} ${done}/${total} runs  ${time}`,
    ...running.map(
      ({ variant, seed, progress: { epoch, epochs, train } }) =>
        `  ${variant}, seed ${seed}: epoch ${epoch}/${epochs}  ${measures(train, units)}`,
    ),
  ];
}
