import type { Executable } from "../../backend/backend.ts";
import { batches } from "../../data/batches.ts";
import { type DatasetPart, sampleCount } from "../../data/dataset.ts";
import { once } from "../../once.ts";
import type { TestMeasures } from "../run/history.ts";
import type { measureWholeSet } from "./measure-whole-set.ts";
import { measuresOf } from "./measures-of.ts";
import { MetricMeans } from "./metric-means.ts";
import { type SessionParts, samplesOf } from "./session-parts.ts";
import type { SessionVariables } from "./session-variables.ts";
import { OUTPUTS, traceEvaluation } from "./trace-evaluation.ts";
import { type WholeSet, wholeSetOf } from "./whole-set.ts";

/** Batches that are computed before their outputs are taken, where these are gathered. */
const GATHERED_AT_ONCE = 64;

/** Measures a model over parts of its data; programs for each size of batch are compiled as they are first needed. */
export class Evaluation {
  readonly #parts: SessionParts;
  readonly #variables: SessionVariables;
  readonly #measureWholeSet: typeof measureWholeSet | undefined;
  readonly #programs = new Map<string, Promise<Executable>>();

  /** `measureWholeSet` is needed where outputs are gathered. */
  constructor(parts: SessionParts, variables: SessionVariables, measure: typeof measureWholeSet | undefined) {
    this.#parts = parts;
    this.#measureWholeSet = measure;
    this.#variables = variables;
  }

  /**
   * The mean loss and all metrics; undefined once `givenUp`, which is asked before every batch, says so. What is measured of
   * the whole set has its outputs on the host meanwhile, 8 bytes each.
   */
  async measure(part: DatasetPart, batchSize: number, givenUp?: () => boolean): Promise<TestMeasures | undefined> {
    const count = sampleCount(samplesOf(this.#parts, part));
    const whole = wholeSetOf(this.#parts, part);
    const outputs = whole.gathered ? new Float64Array(count * whole.width) : undefined;
    const atOnce = givenUp !== undefined ? 1 : whole.gathered ? GATHERED_AT_ONCE : Infinity;
    const means = new MetricMeans();
    let filled = 0;
    for (const group of bySize(batches(count, Math.min(batchSize, count), { shuffle: false }))) {
      const size = group[0].length;
      const executable = await this.#program(part, size, whole);
      const feeds = group.map((indices) => ({ indices }));
      for (let at = 0; at < feeds.length; at += atOnce) {
        if (givenUp?.()) return undefined;
        for (const fetched of await executable.run(feeds.slice(at, at + atOnce))) {
          means.add(measuresOf(fetched), size);
          outputs?.set(fetched[OUTPUTS], filled);
          filled += size * whole.width;
        }
      }
    }
    return (outputs && this.#measureWholeSet?.(this.#parts, part, whole, outputs, means.values)) ?? means.values;
  }

  #program(part: DatasetPart, size: number, { exact, gathered }: WholeSet): Promise<Executable> {
    return once(this.#programs, `${part} ${size}`, () => {
      const batch = { part, samples: samplesOf(this.#parts, part), ...this.#variables.whereEvaluated() };
      return this.#parts.device.compile(traceEvaluation({ ...this.#parts, ...batch, exact, gathered }, size));
    });
  }
}

/** Neighboring batches of one size, which one program computes without the host in between. */
function bySize(batches: Iterable<Uint32Array>): Uint32Array[][] {
  const groups: Uint32Array[][] = [];
  for (const batch of batches) {
    const group = groups.at(-1);
    if (group?.[0].length === batch.length) group.push(batch);
    else groups.push([batch]);
  }
  return groups;
}
