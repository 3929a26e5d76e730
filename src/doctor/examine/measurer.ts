import type { Executable } from "../../backend/backend.ts";
import { batches } from "../../data/batches.ts";
import { type DatasetPart, type Samples, sampleCount } from "../../data/dataset.ts";
import { take } from "../../data/split.ts";
import { measureWhole } from "../../model/measure-whole.ts";
import { namedMetrics } from "../../model/named-metrics.ts";
import type { Predicted } from "../../model/predicted.ts";
import { once } from "../../once.ts";
import { predictedOf } from "../../train/step/predicted-of.ts";
import type { TrainingSession } from "../../train/step/session.ts";
import { samplesOf } from "../../train/step/session-parts.ts";
import { OUTPUTS, traceEvaluation } from "../../train/step/trace-evaluation.ts";
import { wholeSetOf } from "../../train/step/whole-set.ts";
import type { Measured } from "../examination.ts";
import { meanOf } from "./means.ts";

/** Samples that are computed at once: their mean is one observation of the loss. */
const AT_ONCE = 16;

/** Measures parts of the data in inference mode, with standard errors, as the weights of a session are now. */
export class Measurer {
  readonly #session: TrainingSession;
  readonly #programs = new Map<string, Promise<Executable>>();

  constructor(session: TrainingSession) {
    this.#session = session;
  }

  /** The loss and all metrics, of a part or of some samples of it. Errors of the loss are those of means over batches, of metrics by the jackknife over groups. */
  async measure(part: DatasetPart, rows?: Uint32Array): Promise<Record<string, Measured>> {
    const { parts } = this.#session.inside;
    const whole = samplesOf(parts, part);
    const samples = rows === undefined ? whole : take(whole, rows);
    const count = sampleCount(samples);
    const { losses, outputs } = await this.#computed(part, AT_ONCE, rows);
    const measured: Record<string, Measured> = { loss: { ...meanOfBatches(losses), count } };
    const predicted = predictedOf(parts, samples, wholeSetOf(parts, part).task, outputs);
    for (const [name, metric] of Object.entries(namedMetrics(parts.metrics)))
      if (metric.measure !== undefined) measured[name] = jackknife((of) => measureWhole(metric, of), predicted);
    return measured;
  }

  /** The loss of each sample. */
  async sampleLosses(part: DatasetPart): Promise<Float64Array> {
    const { losses } = await this.#computed(part, 1);
    return Float64Array.from(losses, ([loss]) => loss);
  }

  /** The loss of samples of a part. */
  async lossOf(part: DatasetPart, indices: Uint32Array): Promise<number> {
    const executable = await this.#program(part, indices.length);
    return (await executable.run([{ indices }]))[0].loss[0];
  }

  /** The loss of each batch with its size, and all outputs. */
  async #computed(part: DatasetPart, size: number, rows?: Uint32Array) {
    const { parts } = this.#session.inside;
    const count = rows?.length ?? sampleCount(samplesOf(parts, part));
    const places = [...batches(count, Math.min(size, count), { shuffle: false })];
    const all = rows === undefined ? places : places.map((some) => some.map((place) => rows[place]));
    const losses: [loss: number, size: number][] = [];
    const { width } = wholeSetOf(parts, part);
    const outputs = new Float64Array(count * width);
    for (const group of [all.slice(0, -1), all.slice(-1)].filter(({ length }) => length > 0)) {
      const executable = await this.#program(part, group[0].length);
      for (const fetched of await executable.run(group.map((indices) => ({ indices })))) {
        const samples = fetched[OUTPUTS].length / width;
        outputs.set(fetched[OUTPUTS], losses.length * size * width);
        losses.push([fetched.loss[0], fetched.lossWeight?.[0] ?? samples]);
      }
    }
    return { losses, outputs };
  }

  #program(part: DatasetPart, size: number): Promise<Executable> {
    return once(this.#programs, `${part} ${size}`, () => {
      const { parts, variables } = this.#session.inside;
      const own = { ...parts, part, samples: samplesOf(parts, part), ...variables.whereEvaluated() };
      return parts.device.compile(traceEvaluation({ ...own, metrics: [], exact: [], gathered: true }, size));
    });
  }
}

/** The mean over batches by their weights, and its error from how they differ. */
function meanOfBatches(losses: readonly (readonly [loss: number, weight: number])[]): Pick<Measured, "mean" | "error"> {
  let [sum, total] = [0, 0];
  for (const [loss, weight] of losses) {
    if (weight > 0) sum += loss * weight;
    total += weight;
  }
  return { mean: sum / total, error: meanOf(losses.map(([loss]) => loss)).error };
}

/** Groups that are left out in turn. */
const GROUPS = 16;

/** A measure of a whole set with its error: √((g − 1)/g · Σ (θᵢ − θ̄)²), where θᵢ leaves out every g-th sample from the i-th on. */
export function jackknife(measure: (of: Predicted) => number, predicted: Predicted): Measured {
  const { count } = predicted;
  const g = Math.min(GROUPS, count);
  const without = Array.from({ length: g }, (_, i) => measure(leavingOut(predicted, i, g)));
  const { error } = meanOf(without); // √(Σ (θᵢ − θ̄)² / (g − 1) / g)
  return { mean: measure(predicted), error: error * (g - 1), count };
}

/** The samples whose number modulo `g` is not `i`. */
function leavingOut(predicted: Predicted, i: number, g: number): Predicted {
  const { count, predictions, targets, weights } = predicted;
  const rows = Array.from({ length: count }, (_, row) => row).filter((row) => row % g !== i);
  const of = <T extends Samples["targets"]["data"]>(numbers: T): T => {
    const width = numbers.length / count;
    const kept = new (numbers.constructor as new (length: number) => T)(rows.length * width);
    for (const [at, row] of rows.entries()) kept.set(numbers.subarray(row * width, (row + 1) * width), at * width);
    return kept;
  };
  const some = { ...predicted, count: rows.length, predictions: of(predictions), targets: of(targets) };
  return weights === undefined ? some : { ...some, weights: of(weights) };
}
