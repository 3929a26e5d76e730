import type { StudyRun } from "evenkeel";
import type { FromWorker, RunRequest, ToWorker } from "../protocol.ts";
import type { WorkerLike } from "./lane.ts";

/** A worker whose runs are numbers: it takes steps as a test tells it to, as far as it may. */
export class FakeWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  onmessageerror: WorkerLike["onmessageerror"] = null;
  readonly heard: ToWorker[] = [];
  isTerminated = false;
  run: RunRequest | undefined;
  step = 0;
  until = 0;
  /** Steps of a run. */
  steps = 10;
  /** What the test set says of a seed. */
  accuracy = (seed: number) => 0.5 + seed / 100;

  postMessage(message: ToWorker): void {
    this.heard.push(message);
    if (message.kind === "begin") Object.assign(this, { run: message.run, step: 0, until: 0 });
    if (message.kind === "pace") this.until = message.until;
    if (message.kind === "stop") this.run = undefined;
    if (message.kind === "ping") this.say({ kind: "pong" });
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(message: FromWorker): void {
    this.onmessage?.({ data: message } as MessageEvent<FromWorker>);
  }

  /** Tells what the run is, with its first weights. */
  begin({ test = 1 } = {}): void {
    const { id } = this.#under;
    const facts = { parameters: 1, epochs: 1, stepsPerEpoch: this.steps, training: 1, validation: 1, test };
    const about = { inputShape: [1], classes: undefined, metric: "accuracy", higherIsBetter: true, layers: [] };
    this.say({ kind: "begun", id, facts: { ...facts, ...about } });
    if (this.run !== undefined) this.#went([]); // unless it was stopped at once
  }

  /** Takes up to so many steps, as far as it may, and says how many it took. */
  take(most: number): number {
    const count = Math.max(0, Math.min(most, this.until - this.step, this.steps - this.step));
    this.#went(Array.from({ length: count }, (_, i) => this.step + i + 1));
    this.step += count;
    return count;
  }

  /** The run ends. */
  end(): void {
    const { id, seed, variant } = this.#under;
    this.run = undefined;
    const epoch = { epoch: 1, learningRate: 0.1, train: { loss: 1 }, seconds: 1 };
    this.say({ kind: "epoch", id, epoch });
    const run: StudyRun = { variant, seed, history: [epoch], test: { accuracy: this.accuracy(seed) }, seconds: 1 };
    this.say({ kind: "ended", id, run });
  }

  /** Takes all steps that are left, and ends. */
  finish(): void {
    if (this.step === 0) this.begin();
    this.take(Number.POSITIVE_INFINITY);
    this.end();
  }

  get #under(): RunRequest {
    if (this.run === undefined) throw new Error("nothing was begun");
    return this.run;
  }

  #went(steps: readonly number[]): void {
    const { id, looks } = this.#under;
    if (looks === undefined) return; // of further seeds nothing is told
    const row = { epoch: 1, loss: 1, measures: {}, learningRate: 0.1, finite: true };
    const went = {
      steps: steps.map((step) => ({ ...row, step })),
      seconds: steps.map((step) => step / 50),
      signals: [],
    };
    this.say({ kind: "went", id, went });
  }
}
