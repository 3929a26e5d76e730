import type { Executable } from "../../backend/backend.ts";
import { batches } from "../../data/batches.ts";
import { type DatasetPart, sampleCount } from "../../data/dataset.ts";
import { once } from "../../once.ts";
import type { Measures } from "../run/history.ts";
import { measuresOf } from "./measures-of.ts";
import { MetricMeans } from "./metric-means.ts";
import { type SessionParts, samplesOf } from "./session-parts.ts";
import type { SessionVariables } from "./session-variables.ts";
import { traceEvaluation } from "./trace-evaluation.ts";

/** Measures a model over parts of its data; programs for each size of batch are compiled as they are first needed. */
export class Evaluation {
  readonly #parts: SessionParts;
  readonly #variables: SessionVariables;
  readonly #programs = new Map<string, Promise<Executable>>();

  constructor(parts: SessionParts, variables: SessionVariables) {
    this.#parts = parts;
    this.#variables = variables;
  }

  /** The mean loss and metrics; undefined once `givenUp`, which is asked before every batch, says so. */
  async measure(part: DatasetPart, batchSize: number, givenUp?: () => boolean): Promise<Measures | undefined> {
    const count = sampleCount(samplesOf(this.#parts, part));
    const means = new MetricMeans();
    for (const group of bySize(batches(count, Math.min(batchSize, count), { shuffle: false }))) {
      const size = group[0].length;
      const executable = await this.#program(part, size);
      const feeds = group.map((indices) => ({ indices }));
      for (const some of givenUp === undefined ? [feeds] : feeds.map((feed) => [feed])) {
        if (givenUp?.()) return undefined;
        for (const fetched of await executable.run(some)) means.add(measuresOf(fetched), size);
      }
    }
    return means.values;
  }

  #program(part: DatasetPart, size: number): Promise<Executable> {
    return once(this.#programs, `${part} ${size}`, () => {
      const batch = { part, samples: samplesOf(this.#parts, part), ...this.#variables.whereEvaluated() };
      return this.#parts.device.compile(traceEvaluation({ ...this.#parts, ...batch }, size));
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
