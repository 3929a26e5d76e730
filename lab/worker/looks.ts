import type { Dataset, TrainedModel } from "evenkeel";
import type { Look, LookRequest, Went } from "../protocol.ts";
import { KEPT } from "./kept.ts";
import { NoAnswer } from "./no-answer.ts";
import { PictureSource } from "./picture-source.ts";

/** Looks over a run, about, before some of them are given up. */
const OVER_RUN = 150;
/** Milliseconds from one picture to the next, and how many times as long as a picture takes: they are to cost little. */
const [PICTURE_EVERY, SHARE] = [100, 8];

/** What is kept of a run that is seen: its weights after some steps, of which pictures are made when they are asked for. */
export class Looks {
  readonly #pictures: PictureSource;
  readonly #kept = new Map<number, TrainedModel>();
  /** Steps from one that is kept to the next. */
  #every = 1;
  #next = 0;
  /** The weights as they are now. */
  #now: (() => Promise<TrainedModel>) | undefined;
  #nextPicture = 0;

  constructor(wanted: LookRequest, data: Dataset) {
    this.#pictures = new PictureSource(wanted, data);
  }

  /** How many steps the run will have, of a model as large as this one: no more are kept than there is room for. */
  plan(steps: number, model: TrainedModel): void {
    const room = Math.max(2, Math.floor((KEPT.megabytes * 2 ** 20) / bytesOf(model)));
    this.#every = Math.max(1, Math.ceil(steps / Math.min(OVER_RUN, room)));
  }

  /** The step after this one that is looked at next. */
  next(step: number): number {
    return (Math.floor(step / this.#every) + 1) * this.#every;
  }

  /** After a step: it is kept if it is its turn; a picture of it is made where the last one was made a while ago, or `fresh`. */
  async at(step: number, model: () => Promise<TrainedModel>, fresh = false): Promise<Pick<Went, "look" | "kept">> {
    this.#now = model;
    const isDue = step >= this.#next;
    if (isDue) this.#keep(step, await model());
    const time = performance.now();
    const kept = isDue ? { kept: [...this.#kept.keys()] } : {};
    if (!fresh && (!isDue || time < this.#nextPicture)) return kept;
    const look = await this.#pictures.look(step, await model());
    const cost = performance.now() - time;
    this.#nextPicture = time + cost + Math.max(PICTURE_EVERY, SHARE * cost);
    return { look, ...kept };
  }

  /** What the network was after the step nearest to this one. */
  async look(step: number): Promise<Look | undefined> {
    const nearest = this.#nearest(step);
    return nearest && this.#pictures.look(...nearest);
  }

  /** What it answers to inputs, now or as it was then. @throws where nothing is known of it. */
  async read(inputs: { shape: number[]; data: Float32Array }, step: number | undefined) {
    return this.#pictures.read(await this.model(step), inputs);
  }

  /** The network now, or after the kept step nearest to this one. */
  async model(step?: number): Promise<TrainedModel> {
    const model = step === undefined ? await this.#now?.() : this.#nearest(step)?.[1];
    if (model === undefined) throw new NoAnswer("noStep");
    return model;
  }

  async close(): Promise<void> {
    await this.#pictures.close();
  }

  /** Where there is no room, every other one is given up: those that stay are spread over the whole run. */
  #keep(step: number, model: TrainedModel): void {
    this.#kept.set(step, model);
    while (
      this.#kept.size > 2 &&
      (this.#kept.size > KEPT.steps || this.#kept.size * bytesOf(model) > KEPT.megabytes * 2 ** 20)
    ) {
      this.#every *= 2;
      for (const kept of this.#kept.keys()) if (kept % this.#every !== 0 && kept !== step) this.#kept.delete(kept);
    }
    this.#next = this.next(step);
  }

  #nearest(step: number): [number, TrainedModel] | undefined {
    return [...this.#kept].sort(([a], [b]) => Math.abs(a - step) - Math.abs(b - step))[0];
  }
}

function bytesOf({ parts: { weights } }: TrainedModel): number {
  return Object.values(weights).reduce((sum, { length }) => sum + 4 * length, 0);
}
