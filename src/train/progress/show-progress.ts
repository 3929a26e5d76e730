import { usualMetrics } from "../../model/default-metrics.ts";
import type { Run } from "../run/run.ts";
import type { TrainOptions, TrainProgress } from "../train-options.ts";
import { backendTeller } from "./backend-teller.ts";
import { duration } from "./duration.ts";
import { bar, epochLine, shareOf, stepLine, unitsOf } from "./progress-text.ts";

/** Where progress is shown: lines that stay, and in a terminal one that is drawn over and over. */
export interface Screen {
  line(text: string): void;
  draw?(text: string): void;
}

/** What is used of standard error. */
interface Stream {
  isTTY?: boolean;
  columns?: number;
  write(text: string, done: () => void): unknown;
  once(event: "error", listener: () => void): unknown;
  removeListener(event: "error", listener: () => void): unknown;
}

/** Milliseconds between two pictures of the progress. */
const REDRAW_EVERY = 100;
const [TO_START_AND_CLEAR, NOTHING] = ["\r\x1b[2K", () => {}];

/** Standard error in Node.js (a bar where it is a terminal), the console elsewhere. */
function defaultScreen(): Screen {
  const stream = (globalThis as { process?: { stderr?: Stream } }).process?.stderr;
  // biome-ignore lint/suspicious/noConsole: a page has no other place for progress
  if (typeof stream?.write !== "function") return { line: (text) => console.log(text) };
  // As console.error does: a stream that is closed or full does not end a training run.
  const write = (text: string) => {
    stream.once("error", NOTHING);
    stream.write(text, () => stream.removeListener("error", NOTHING));
  };
  if (stream.isTTY !== true) return { line: (text) => write(`${text}\n`) };
  return {
    line: (text) => write(`${TO_START_AND_CLEAR}${text}\n`),
    draw: (text) => write(TO_START_AND_CLEAR + text.slice(0, (stream.columns || 80) - 1)),
  };
}

/** Runs a training run and shows its progress: one line per epoch, and in a terminal a bar with the time left. */
export async function showProgress(
  options: TrainOptions,
  work: (options: TrainOptions) => Promise<Run>,
  screen: Screen = defaultScreen(),
): Promise<Run> {
  const units = unitsOf(options.metrics ?? usualMetrics());
  let shown: number | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  const showEpoch = (row: NonNullable<TrainProgress["last"]>, epochs: number, left = "") => {
    if (row.epoch <= (shown ?? 0)) return;
    shown = row.epoch;
    screen.line(epochLine(row, epochs, units) + left);
  };
  let epochs = 0;
  const tellBackend = backendTeller((line) => screen.line(line));
  const onProgress = (progress: TrainProgress) => {
    epochs = progress.epochs;
    tellBackend(progress.backend);
    shown ??= progress.last?.epoch ?? 0; // a resumed run has shown those before
    if (progress.last !== undefined) showEpoch(progress.last, epochs, `  ${duration(progress.remaining)} left`);
    if (performance.now() - drawn >= REDRAW_EVERY) {
      drawn = performance.now();
      screen.draw?.(`${bar(shareOf(progress), 24)} ${stepLine(progress, units)}`);
    }
    return options.onProgress?.(progress);
  };
  try {
    const run = await work({ ...options, onProgress });
    const last = run.history.at(-1);
    if (last !== undefined) showEpoch(last, epochs);
    return run;
  } finally {
    screen.draw?.("");
  }
}
