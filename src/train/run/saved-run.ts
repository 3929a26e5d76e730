import { described } from "../../formats/described.ts";
import type { Weights } from "../../formats/weights.ts";
import type { Spec } from "../../trick.ts";
import type { MetricSums } from "../step/metric-means.ts";
import { RUN_FACTS } from "./run-keys.ts";
import type { RunConfig, RunRecord } from "./run-record.ts";

export interface SavedRun<T = Spec> extends RunRecord<T> {}

/** A run as it was saved: the model, what was measured, and all that training goes on from. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor assigns every field of a record
export class SavedRun<T = Spec> {
  constructor(record: RunRecord<T>) {
    const { model, config, state } = record;
    Object.assign(this, described(RUN_FACTS, record), { model, config, state });
  }

  /** The weights of the model. */
  get weights(): Weights {
    return this.model.parts.weights;
  }

  /** @deprecated Say `config`. */
  get recipe(): RunConfig<T> {
    return this.config;
  }

  /** @deprecated Say `partialEpoch`. */
  get sums(): MetricSums | undefined {
    return this.partialEpoch;
  }
}
