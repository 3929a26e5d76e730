import { errorText } from "../../error-text.ts";
import { pathIn, removeFile } from "../../files/folders.ts";
import { removeLeftoversIn } from "../../files/temporary.ts";
import { writeFileWhole } from "../../files.ts";
import { sayOnce } from "../../say-once.ts";
import type { Recorder } from "../recorder.ts";
import type { Place } from "../recover/place.ts";
import type { Run } from "../run/run.ts";
import { type CheckpointFile, checkpointFiles, checkpointName } from "./checkpoint-files.ts";
import type { Every } from "./checkpoint-options.ts";

/** What a checkpoint is made by, where nothing else is asked for. */
const WITHIN_EPOCH = 300; // seconds
/** Seconds of training to a second of writing, by default. */
const SHARE = 20;

interface Settings {
  folder: string;
  every: Every | undefined;
  keep: number;
  /** Seconds since any moment. */
  now(): number;
  /** Where the run begins. */
  from: Place;
  /** The checkpoints of the run that goes on. */
  found: readonly CheckpointFile[];
}

/** Saves a run while it is under way. Files are encoded and written while the next steps are taken. */
export class CheckpointRecorder implements Recorder {
  readonly #settings: Settings;
  /** The last one that was begun: where and when. */
  #last: { epoch: number; steps: number; at: number };
  /** How long the last one took. */
  #took = 0;
  #writing: Promise<void> | undefined;
  #isIdle = true;
  #isFailing = false;
  /** The checkpoints that are this run's: those that it found when it began, and its own. */
  readonly #own: Set<string>;
  #before: () => Promise<void> = async () => {};

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#own = new Set(settings.found.map(({ path }) => path));
    const { epoch, steps } = settings.from;
    this.#last = { epoch, steps, at: settings.now() };
  }

  /** What is done before each one is written: a run that goes on from it finds in its logs all that was before. */
  writeAfter(work: () => Promise<void>): void {
    this.#before = work;
  }

  async safe(place: Place, run: () => Run): Promise<void> {
    if (!this.#isDue(place)) return;
    await this.#writing;
    this.#begin(place, run);
  }

  async end(run: Run): Promise<void> {
    await this.#writing;
    this.#begin({ epoch: run.history.length + 1, steps: run.steps }, () => run);
    await this.#writing;
    if (this.#isFailing) sayOnce([`The end of the run, after ${run.steps} steps, is not in ${this.#settings.folder}.`]);
  }

  async close(): Promise<void> {
    await this.#writing;
  }

  /** The step after which one is due, where they are counted in steps. */
  next(steps: number): number {
    const { every } = this.#settings;
    return every !== undefined && "steps" in every ? (Math.floor(steps / every.steps) + 1) * every.steps : Infinity;
  }

  #isDue({ epoch, step, steps }: Place): boolean {
    const { every, now } = this.#settings;
    const since = now() - this.#last.at;
    if (steps === this.#last.steps) return false;
    if (every === undefined) return this.#isIdle && since > SHARE * this.#took && (step === 0 || since > WITHIN_EPOCH);
    if ("seconds" in every) return since >= every.seconds;
    if ("steps" in every) return Math.floor(steps / every.steps) > Math.floor(this.#last.steps / every.steps);
    return step === 0 && (epoch - 1) % every.epochs === 0;
  }

  #begin({ epoch, steps }: Pick<Place, "epoch" | "steps">, run: () => Run): void {
    const at = this.#settings.now();
    this.#last = { epoch, steps, at };
    this.#isIdle = false;
    this.#writing = this.#write(run()) // as it is now
      .then(() => {
        this.#isFailing = false;
      })
      .catch((error: unknown) => {
        if (this.#isFailing) return; // said of the one before
        this.#isFailing = true;
        const reason = errorText(error);
        sayOnce([`A checkpoint could not be written; training goes on. ${reason}`]);
      })
      .finally(() => {
        this.#took = this.#settings.now() - at;
        this.#isIdle = true;
      });
  }

  async #write(run: Run): Promise<void> {
    const { folder, keep } = this.#settings;
    await new Promise((resolve) => setTimeout(resolve)); // by then the next steps are on their way
    await this.#before();
    const others = (await checkpointFiles(folder)).find(({ path }) => !this.#own.has(path));
    if (others !== undefined)
      sayOnce([
        `${others.path} is not of this run: give each run a folder of its own, so that none goes on from another.`,
      ]);
    const path = await pathIn(folder, checkpointName(run.steps));
    await writeFileWhole(path, run.toBytes());
    this.#own.add(path);
    await this.#prune(run.steps, keep);
  }

  /** Removes older ones, and what killed writers left. What is another's, or was made after more steps, is left alone. */
  async #prune(steps: number, keep: number): Promise<void> {
    const { folder } = this.#settings;
    const older = (await checkpointFiles(folder)).filter((file) => file.steps <= steps && this.#own.has(file.path));
    for (const { path } of older.slice(0, -keep)) await removeFile(path);
    await removeLeftoversIn(folder);
  }
}
