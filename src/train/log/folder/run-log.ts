import { namesIn } from "../../../files.ts";
import type { Signal } from "../../../signals/signal.ts";
import type { StepRecord } from "../../recorder.ts";
import type { Epoch } from "../../run/history.ts";
import { epoch, signal } from "../../run/run-schema.ts";
import { fromLines } from "./json-lines.ts";
import { type LoggedRun, readLoggedRun } from "./logged-run.ts";
import { stepRow } from "./step-row.ts";

/** The files of rows in a run folder. */
export const ROWS = { steps: "steps.jsonl", epochs: "epochs.jsonl", signals: "signals.jsonl" } as const;

/** What a run folder has of its run, which may still be under way. Plain JSON. */
export interface RunLog {
  /** What is trained, how, and how it ended. */
  run: LoggedRun;
  /** What each step did, in order. */
  steps: StepRecord[];
  /** One row an epoch. */
  epochs: Epoch[];
  /** What the callback `signals` recorded. */
  signals: Signal[];
}

/** The rows of a folder up to a number of steps and of epochs, and where each file goes on. */
export async function rowsUpTo(folder: string, most = { steps: Infinity, epochs: Infinity }) {
  const names = await namesIn(folder);
  const read: typeof fromLines = async (name, schema, keep) =>
    names.includes(name) ? fromLines(`${folder}/${name}`, schema, keep) : { rows: [], end: 0 };
  return {
    steps: await read(ROWS.steps, stepRow, ({ step }) => step <= most.steps),
    epochs: await read(ROWS.epochs, epoch, (row) => row.epoch <= most.epochs),
    signals: await read(ROWS.signals, signal, ({ step }) => step <= most.steps),
  };
}

/** What is in a run folder. */
export async function runLog(folder: string): Promise<RunLog> {
  const run = await readLoggedRun(folder);
  const { steps, epochs, signals } = await rowsUpTo(folder);
  return { run, steps: steps.rows, epochs: epochs.rows, signals: signals.rows };
}
