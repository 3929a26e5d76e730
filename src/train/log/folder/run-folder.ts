import type { AppendedFile } from "../../../files/appended-file.ts";
import { openAppended } from "../../../files.ts";
import type { Signal } from "../../../signals/signal.ts";
import type { Training } from "../../prepare/prepare-training.ts";
import type { Recorder, StepRecord } from "../../recorder.ts";
import type { Epoch } from "../../run/history.ts";
import type { Run } from "../../run/run.ts";
import type { RunRecord } from "../../run/run-record.ts";
import { sayFailure, sayUnfinished } from "../say-failure.ts";
import { demandFree } from "./demand-free.ts";
import { toLines } from "./json-lines.ts";
import { endedRunOf, type LoggedRun, loggedRunOf, writeLoggedRun } from "./logged-run.ts";
import { ROWS, rowsUpTo } from "./run-log.ts";
import { writePage } from "./write-page.ts";

type RowFiles = Record<keyof typeof ROWS, AppendedFile>;

/** A run as a folder of files that people and other programs read while it is under way: docs/guide/logs.md. */
export class RunFolder implements Recorder {
  readonly #path: string;
  readonly #training: Training;
  readonly #logged: LoggedRun;
  readonly #files: RowFiles;
  /** The last step whose signals are in the log. */
  #lastSignal: number;

  private constructor(path: string, training: Training, logged: LoggedRun, files: RowFiles, lastSignal: number) {
    this.#path = path;
    this.#training = training;
    this.#logged = logged;
    this.#files = files;
    this.#lastSignal = lastSignal;
  }

  /**
   * Makes the folder, or goes on in that of the run that is resumed: what was logged after the place where it was saved is
   * cut off, and epochs that are missing come from the saved run.
   * @throws a usage error for a folder that holds another run.
   */
  static async open(path: string, training: Training, saved: RunRecord | undefined): Promise<RunFolder> {
    const { steps = 0, history = [], signals = [] } = saved ?? {};
    const kept = await rowsUpTo(path, { steps, epochs: history.length });
    const before = await demandFree(path, saved, kept.epochs.rows);
    const logged = loggedRunOf(training, before?.started ?? now());
    await writeLoggedRun(path, logged);
    const files = await openRows(path, kept);
    const folder = new RunFolder(path, training, logged, files, kept.signals.rows.at(-1)?.step ?? 0);
    files.epochs.append(toLines(history.slice(kept.epochs.rows.length)));
    folder.#addSignals(signals);
    return folder;
  }

  steps(rows: readonly StepRecord[]): void {
    this.#files.steps.append(toLines(rows));
  }

  epoch(epoch: Epoch, signals: readonly Signal[]): void {
    this.#files.epochs.append(toLines([epoch]));
    this.#addSignals(signals);
  }

  async end(run: Run): Promise<void> {
    this.#addSignals(run.signals);
    try {
      await this.flush();
      await writeLoggedRun(this.#path, endedRunOf(this.#logged, run, now()));
      await writePage(this.#path, run, this.#training.data);
    } catch (error) {
      sayUnfinished(this.#path, error);
    }
  }

  async flush(): Promise<void> {
    await Promise.all(Object.values(this.#files).map((file) => file.flush()));
  }

  async close(): Promise<void> {
    for (const file of Object.values(this.#files)) if (!(await file.close())) sayUnfinished(this.#path);
  }

  /** Those that are not in the log yet. */
  #addSignals(signals: readonly Signal[]): void {
    const last = signals.at(-1)?.step ?? 0;
    if (last <= this.#lastSignal) return;
    this.#files.signals.append(toLines(signals.filter(({ step }) => step > this.#lastSignal)));
    this.#lastSignal = last;
  }
}

/** Opens each file of rows where it goes on. */
async function openRows(path: string, kept: Record<keyof typeof ROWS, { end: number }>): Promise<RowFiles> {
  const files: Partial<RowFiles> = {};
  try {
    for (const kind of ["steps", "epochs", "signals"] as const)
      files[kind] = await openAppended(`${path}/${ROWS[kind]}`, kept[kind].end, (error) => sayFailure(path, error));
    return files as RowFiles;
  } catch (error) {
    for (const file of Object.values(files)) await file.close();
    throw error;
  }
}

function now(): string {
  return new Date().toISOString();
}
