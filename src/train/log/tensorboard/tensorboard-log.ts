import { inputShape } from "../../../data/dataset.ts";
import { namesIn } from "../../../files.ts";
import type { Weights } from "../../../formats/weights.ts";
import { sayOnce } from "../../../say-once.ts";
import type { Signal } from "../../../signals/signal.ts";
import type { Training } from "../../prepare/prepare-training.ts";
import type { Recorder, StepRecord } from "../../recorder.ts";
import type { Place } from "../../recover/place.ts";
import type { Epoch } from "../../run/history.ts";
import type { Run } from "../../run/run.ts";
import type { RunRecord } from "../../run/run-record.ts";
import { sayUnfinished } from "../say-failure.ts";
import { EventFile, seconds } from "./event-file.ts";
import { histogramOf } from "./histogram-of.ts";
import { meanOfSteps } from "./mean-of-steps.ts";
import { pictureOfFilters } from "./picture-of-filters.ts";
import { scalarsOfEpoch, scalarsOfSignal, scalarsOfStep } from "./scalars-of.ts";

/** Milliseconds from one picture of the weights to the next, at least; and of the time, one part in so many at most. */
const [WEIGHTS_EVERY, SHARE] = [1000, 50];

/**
 * So many steps have an event each; after them a second has about so many at most, each with the means of the steps since the
 * one before. TensorBoard shows no more than 1,000 points of a curve.
 */
const [EACH, A_SECOND] = [1000, 20];

/** A run as TensorBoard shows it: `train`, `validation` and `test` beside one another, so that equal tags share a chart. */
export class TensorBoardLog implements Recorder {
  readonly #path: string;
  readonly #training: Training;
  readonly #train: EventFile;
  readonly #validation: EventFile | undefined;
  /** The step from which on it logs. */
  readonly #first: number;
  #last: { step: number; at: number };
  /** When the weights are looked at again, and the step at which they were looked at last. */
  #next = Number.NEGATIVE_INFINITY;
  #shown = 0;
  /** The step from which the filters are drawn again: twice as many steps each time, since pictures are large. */
  #draw = 0;

  private constructor(
    path: string,
    training: Training,
    files: { train: EventFile; validation: EventFile | undefined },
    step: number,
  ) {
    this.#path = path;
    this.#training = training;
    this.#train = files.train;
    this.#validation = files.validation;
    this.#first = step;
    this.#last = { step, at: seconds() };
  }

  /** New files beside those of other runs. The files of a resumed run take the place of what was logged after it was saved. */
  static async open(path: string, training: Training, saved: RunRecord | undefined): Promise<TensorBoardLog> {
    const from = saved === undefined ? 0 : saved.steps + 1;
    const before = saved === undefined && (await namesIn(`${path}/train`)).some((name) => name.includes("tfevents"));
    if (before) sayOnce([`${path} has events of an earlier run, in whose place TensorBoard shows those of this one.`]);
    const train = await EventFile.open(`${path}/train`, from);
    const held = training.data.validation !== undefined;
    try {
      const validation = held ? await EventFile.open(`${path}/validation`, from) : undefined;
      return new TensorBoardLog(path, training, { train, validation }, saved?.steps ?? 0);
    } catch (error) {
      await train.close();
      throw error;
    }
  }

  steps(rows: readonly StepRecord[]): void {
    const [from, to] = [this.#last.at, seconds()]; // they come some at a time, and were taken one after another
    const each = this.#last.step - this.#first < EACH || rows.length <= (to - from) * A_SECOND;
    const size = each ? 1 : Math.ceil(rows.length / Math.max(1, (to - from) * A_SECOND));
    for (let start = 0; start < rows.length; start += size) {
      const end = Math.min(start + size, rows.length);
      const row = size === 1 ? rows[start] : meanOfSteps(rows.slice(start, end));
      this.#train.add(row.step, { scalars: scalarsOfStep(row) }, from + ((to - from) * end) / rows.length);
    }
    this.#last = { step: rows[rows.length - 1].step, at: to };
  }

  epoch({ train, validation, learningRate }: Epoch, signals: readonly Signal[]): void {
    const { step } = this.#last;
    this.#train.add(step, { scalars: { ...scalarsOfEpoch(train), "epoch/learningRate": learningRate } });
    if (validation !== undefined) this.#validation?.add(step, { scalars: scalarsOfEpoch(validation) });
    for (const row of signals) this.#train.add(row.step, { scalars: scalarsOfSignal(row) });
  }

  async safe({ step, steps }: Place, run: () => Run): Promise<void> {
    const started = this.#training.now();
    if (step !== 0 || started < this.#next) return;
    await this.#addWeights(run().state, steps);
    const ended = this.#training.now();
    this.#next = ended + Math.max(WEIGHTS_EVERY, SHARE * (ended - started));
  }

  async end({ state, test, steps }: Run): Promise<void> {
    await this.#addWeights(state, steps, true);
    if (test === undefined) return;
    try {
      const file = await EventFile.open(`${this.#path}/test`, 0);
      file.add(steps, { scalars: scalarsOfEpoch(test) });
      await file.close();
    } catch (error) {
      sayUnfinished(this.#path, error);
    }
  }

  async flush(): Promise<void> {
    await this.#train.flush();
    await this.#validation?.flush();
  }

  async close(): Promise<void> {
    await this.#train.close();
    await this.#validation?.close();
  }

  async #addWeights(state: Weights, step: number, isLast = false): Promise<void> {
    if (step === this.#shown) return;
    this.#shown = step;
    const { model, data } = this.#training;
    const names = Object.keys(model.parameters).filter((name) => state[name] !== undefined);
    const histograms = Object.fromEntries(names.map((name) => [`weights/${name}`, histogramOf(state[name])]));
    const drawn = step >= this.#draw || isLast;
    const filters = drawn ? await pictureOfFilters(model.parameters, state, inputShape(data.train)) : undefined;
    if (drawn) this.#draw = 2 * step;
    this.#train.add(step, { histograms, ...(filters === undefined ? {} : { images: { filters } }) });
  }
}
