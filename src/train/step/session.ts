import { centered } from "../../data/centered.ts";
import { DATASET_PARTS, type DatasetPart } from "../../data/dataset.ts";
import type { Weights } from "../../formats/weights.ts";
import { initializeState } from "../../optimize/step/initialize-state.ts";
import type { StepPlace } from "../../optimize/step/trace-update.ts";
import type { Signal } from "../../signals/signal.ts";
import type { NonFinite } from "../non-finite/non-finite.ts";
import type { TestMeasures } from "../run/history.ts";
import type { DeviceChunks } from "../stream/device-chunks.ts";
import type { Averaging } from "./averaging.ts";
import { Evaluation } from "./evaluation.ts";
import type { SessionParts } from "./session-parts.ts";
import { SessionVariables } from "./session-variables.ts";
import type { StepResult } from "./step-result.ts";
import { Steps } from "./steps.ts";
import { storedOf } from "./stored-samples.ts";
import { listsOf } from "./trace-batch.ts";
import { HALTED } from "./trace-step.ts";
import { wholeSetOf } from "./whole-set.ts";

/** What few runs need. */
interface Loaded {
  chunks: DeviceChunks | undefined;
  averaging: typeof import("./averaging.ts") | undefined;
  wholeSets: typeof import("./measure-whole-set.ts") | undefined;
}

/** A model in training on a device, where its data and weights live. */
export class TrainingSession {
  readonly #parts: SessionParts;
  readonly #variables: SessionVariables;
  readonly #steps: Steps;
  readonly #evaluation: Evaluation;
  /** Where a callback averages the weights. */
  readonly #averaging: Averaging | undefined;
  /** Of a streamed training set. */
  readonly #chunks: DeviceChunks | undefined;
  /** What was found of steps that were not taken. */
  nonFinite: readonly NonFinite[] = [];

  private constructor(parts: SessionParts, { chunks, averaging, wholeSets }: Loaded) {
    this.#chunks = chunks;
    this.#parts = parts;
    this.#variables = new SessionVariables(parts);
    this.#steps = new Steps(parts, this.#variables);
    this.#evaluation = new Evaluation(parts, this.#variables, wholeSets?.measureWholeSet);
    this.#averaging = averaging && new averaging.Averaging(parts, this.#variables);
  }

  /** Puts data and weights on the device; what the optimizer keeps begins from these, unless `weights` has it too. */
  static async open(given: SessionParts, weights: Weights): Promise<TrainingSession> {
    const streaming = given.data.stream && (await import("../stream/device-chunks.ts"));
    const parts = centered(streaming?.withWindow(given) ?? given);
    const averages = parts.callbacks.some((callback) => callback.average ?? callback.reestimates);
    const gathers = DATASET_PARTS.some((part) => parts.data[part] && wholeSetOf(parts, part).gathered);
    const session = new TrainingSession(parts, {
      chunks: streaming && new streaming.DeviceChunks(given),
      averaging: averages ? await import("./averaging.ts") : undefined,
      wholeSets: gathers ? await import("./measure-whole-set.ts") : undefined,
    });
    const { device, data, model } = parts;
    for (const part of DATASET_PARTS) {
      const samples = data[part];
      if (samples === undefined) continue;
      for (const { of, shape, numbers, storage } of storedOf(samples, parts))
        await device.create(`data/${part}/${of}`, shape, storage, numbers);
    }
    for (const [name, numbers] of Object.entries(listsOf(parts)))
      await device.create(name, [numbers.length], "float", numbers);
    for (const [name, { shape }] of Object.entries({ ...model.parameters, ...model.state }))
      await device.create(name, shape, "float", weights[name]);
    const { optimizer, params, ofOptimizer } = session.#variables;
    await initializeState(device, optimizer, params);
    await device.create(HALTED, [], "float");
    for (const name of ofOptimizer) if (weights[name] !== undefined) await device.write(name, weights[name]);
    return session;
  }

  /** What was recorded of the layers at the steps so far. */
  get signals(): Signal[] {
    return this.#steps.signals;
  }

  /** See `DeviceChunks.use`. */
  async useChunk(number: number): Promise<number> {
    if (this.#chunks === undefined) throw new Error("these data are not streamed");
    return this.#chunks.use(number);
  }

  /** Ends what goes on beside the device: the reading of a streamed training set. */
  async close(): Promise<void> {
    await this.#chunks?.close();
  }

  /** See `Steps.take`. */
  async step(batches: readonly Uint32Array[], at: StepPlace): Promise<StepResult[]> {
    return this.#steps.take(batches, at);
  }

  /** What it is made of, for what takes a step once more. */
  get inside(): { parts: SessionParts; variables: SessionVariables } {
    return { parts: this.#parts, variables: this.#variables };
  }

  /** What was made of a training step for batches of this size. */
  async explainStep(size: number): Promise<string> {
    return this.#steps.explain(size);
  }

  /**
   * The mean loss and metrics over a part, without masks and with running statistics. Where `givenUp` is given, it is
   * asked before every batch, and the result is undefined once it says so.
   */
  async evaluate(part: DatasetPart, batchSize: number): Promise<TestMeasures>;
  async evaluate(part: DatasetPart, batchSize: number, givenUp?: () => boolean): Promise<TestMeasures | undefined>;
  async evaluate(part: DatasetPart, batchSize: number, givenUp?: () => boolean): Promise<TestMeasures | undefined> {
    return this.#evaluation.measure(part, batchSize, givenUp);
  }

  /** See `Averaging.join`. */
  async joinAverage(at: StepPlace): Promise<boolean> {
    return (await this.#averaging?.join(at)) ?? false;
  }

  /** See `Averaging.reestimate`. */
  async reestimate(batchSize: number): Promise<void> {
    await this.#averaging?.reestimate(batchSize);
  }

  /** The weights and statistics that the finished model has, out of a training state. */
  modelWeightsOf(state: Weights): Weights {
    const variables = this.#variables;
    return Object.fromEntries(variables.ofModel.map((name) => [name, state[variables.evaluated(name)]]));
  }

  /** Gives the weights of a finished model to the variables that evaluation reads. */
  async useModelWeights(weights: Weights): Promise<void> {
    const { ofModel } = this.#variables;
    for (const name of ofModel) await this.#parts.device.write(this.#variables.evaluated(name), weights[name]);
  }

  /** Everything that training goes on from: weights, statistics, the optimizer's state. */
  async trainingState(): Promise<Weights> {
    const { ofModel, ofOptimizer } = this.#variables;
    const names = [...ofModel, ...ofOptimizer];
    const numbers = await this.#parts.device.readAll(names);
    return Object.fromEntries(names.map((name, i) => [name, numbers[i]]));
  }

  /** Goes on from a state that was taken before. */
  async restore(state: Weights): Promise<void> {
    for (const [name, data] of Object.entries(state)) await this.#parts.device.write(name, data);
  }
}
