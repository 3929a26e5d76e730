import { createLogUpdate } from "log-update";
import type { CompareProgress } from "../compare/compare.ts";
import { duration, percent } from "../report/format.ts";
import type { Measures } from "../train/history.ts";
import type { TrainProgress } from "../train/train-options.ts";
import type { Host } from "./host.ts";

/** Milliseconds between two pictures of the progress. */
const REDRAW_EVERY = 100;

/** Shows progress on standard error: redrawn in place on a terminal, else a line for each thing that is finished. */
export class ProgressView {
  readonly #host: Host;
  readonly #update: ReturnType<typeof createLogUpdate> | undefined;
  #drawn = 0;

  constructor(host: Host) {
    this.#host = host;
    this.#update = host.terminal === undefined ? undefined : createLogUpdate(host.terminal);
  }

  /** Redraws the picture, if it is time to. */
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

/** ████████░░░░ */
export function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return "█".repeat(full) + "░".repeat(width - full);
}

export function trainLines(
  { epoch, epochs, step, stepsPerEpoch, train, remaining }: TrainProgress,
  host: Host,
): string[] {
  const share = (epoch - 1 + step / stepsPerEpoch) / epochs;
  return [`${host.colors.cyan(bar(share, 24))} epoch ${epoch}/${epochs}  ${measures(train)}  ${left(remaining)}`];
}

export function compareLines({ done, total, running, elapsed, remaining }: CompareProgress, host: Host): string[] {
  const time = remaining === undefined ? `${duration(elapsed)} so far` : left(remaining);
  return [
    `${host.colors.cyan(bar(done / total, 24))} ${done}/${total} runs  ${time}`,
    ...running.map(
      ({ variant, seed, progress: { epoch, epochs, train } }) =>
        `  ${variant}, seed ${seed}: epoch ${epoch}/${epochs}  ${measures(train)}`,
    ),
  ];
}

/** "loss 0.2311  accuracy 93.10 %" */
export function measures(values: Measures): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${name === "accuracy" ? percent(value) : value.toPrecision(4)}`)
    .join("  ");
}

function left(seconds: number): string {
  return `${duration(seconds)} left`;
}
