import type { Dataset, Samples, TrainedModel } from "evenkeel";
import type { Look, LookRequest } from "../protocol.ts";
import { filtersOf } from "./filters-of.ts";
import { histogramsOf } from "./histograms-of.ts";
import { type Plane, planeOf, surfaceOf } from "./surface-of.ts";

/** Samples that histograms are made of: the same ones at every look. */
const BATCH = 64;

/**
 * Makes pictures of a network: one is kept compiled, and takes the weights of what is looked at. So what is asked for is done
 * one after another: another network must not come in while a picture is made.
 */
export class PictureSource {
  readonly #wanted: LookRequest;
  readonly #batch: { shape: number[]; data: Samples["inputs"]["data"] };
  readonly #plane: Plane | undefined;
  #shown: TrainedModel | undefined;
  /** Ends with what is done last. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(wanted: LookRequest, data: Dataset) {
    this.#wanted = wanted;
    const { shape, data: numbers } = (data.validation ?? data.train).inputs;
    const [count = 0, ...sample] = shape;
    const width = sample.reduce((product, size) => product * size, 1);
    const some = Math.min(BATCH, count);
    this.#batch = { shape: [some, ...sample], data: numbers.subarray(0, some * width) };
    this.#plane = wanted.surface === undefined ? undefined : planeOf(data, wanted.surface);
  }

  /** What a network is after a step. */
  async look(step: number, model: TrainedModel): Promise<Look> {
    return this.#with(model, async (shown) => {
      const { histograms, filters } = this.#wanted;
      const seen = filters ? filtersOf(model) : undefined;
      return {
        step,
        ...(histograms && { histograms: histogramsOf(await shown.layerOutputs(this.#batch, { threads: 0 })) }),
        ...(this.#plane && { surface: await surfaceOf(shown, this.#plane) }),
        ...(seen && { filters: seen }),
      };
    });
  }

  /** What a network answers to inputs. */
  async read(model: TrainedModel, inputs: { shape: number[]; data: Float32Array }) {
    return this.#with(model, (shown) => shown.predict(inputs, { threads: 0 }));
  }

  async close(): Promise<void> {
    await this.#before;
    await this.#shown?.close();
  }

  async #with<T>(model: TrainedModel, use: (shown: TrainedModel) => Promise<T>): Promise<T> {
    const done = this.#before.then(async () => {
      if (this.#shown === undefined) this.#shown = model;
      else if (this.#shown !== model) await this.#shown.load(model);
      return use(this.#shown);
    });
    this.#before = done.catch(() => {}); // whoever asked hears of it
    return done;
  }
}
