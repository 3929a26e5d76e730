import type { Executable } from "../../backend/backend.ts";
import { batches } from "../../data/batches.ts";
import { sampleCount } from "../../data/dataset.ts";
import { once } from "../../once.ts";
import type { StepPlace } from "../../optimize/step/trace-update.ts";
import { seedKey } from "../../random.ts";
import { type SessionParts, samplesOf } from "./session-parts.ts";
import type { SessionVariables } from "./session-variables.ts";
import { traceJoin } from "./trace-join.ts";
import { traceReestimation } from "./trace-reestimation.ts";

/** What is done for the average of the weights between steps. */
export class Averaging {
  readonly #parts: SessionParts;
  readonly #variables: SessionVariables;
  readonly #programs = new Map<string, Promise<Executable>>();

  constructor(parts: SessionParts, variables: SessionVariables) {
    this.#parts = parts;
    this.#variables = variables;
  }

  /**
   * Lets the weights as they are join the average at the end of an epoch whose last step was not taken, if the average
   * goes by epochs: the step that would have done it changed nothing. Gives whether it did.
   */
  async join(at: StepPlace): Promise<boolean> {
    const average = this.#variables.averaging;
    if (average?.average === undefined || !average.byEpochs) return false;
    const executable = await once(this.#programs, "join", () => this.#parts.device.compile(traceJoin(this.#variables)));
    const newest = average.average({ stepsPerEpoch: 1, ...this.#parts.progress, step: at.taken, position: at.step });
    await executable.run([{ newest: Float64Array.of(newest) }]);
    return true;
  }

  /**
   * Estimates the statistics of the averaged weights again, if the model has any: the mean over the batches of the
   * training set, each by its size, with masks as in training.
   */
  async reestimate(batchSize: number): Promise<void> {
    const { model, device, seed } = this.#parts;
    if (Object.keys(model.state).length === 0) return;
    const samples = samplesOf(this.#parts, "train");
    const [low, high] = seedKey(seed);
    let [batch, seen] = [0, 0];
    for (const indices of batches(sampleCount(samples), batchSize, { seed, epoch: 0 })) {
      const size = indices.length;
      seen += size;
      const executable = await once(this.#programs, `reestimate ${size}`, () => {
        const { frozen } = this.#variables;
        const of = { part: "train" as const, samples, frozen, ...this.#variables.whereEvaluated() };
        return device.compile(traceReestimation({ ...this.#parts, ...of }, size));
      });
      const newest = Float64Array.of(size / seen);
      await executable.run([{ indices, newest, key: Uint32Array.of(low, high, batch++) }]);
    }
  }
}
