import { type Checks, count, flag, optional } from "../options.ts";

/** How predictions are made. */
export interface PredictOptions {
  /** Whether to give what the last layer gives instead of probabilities. false by default. */
  logits?: boolean | undefined;
  /** Samples that are computed at once, at most; 256 by default. */
  batchSize?: number | undefined;
}

/** How predictions over many masks are made. */
export interface SampledPredictOptions extends PredictOptions {
  /**
   * How many passes are made, each with fresh masks: at least 2. Without it there is one pass without masks, by default.
   */
  samples: number;
  /** Decides the masks, for a given batch size. 1 by default. */
  seed?: number | undefined;
}

/** What is checked of the options of `predict`. */
export const predictOptions = {
  logits: optional(flag(false)),
  batchSize: optional(count(undefined)),
  samples: optional(count(undefined, "", 2)),
  seed: optional(count(undefined, "", 0)),
} satisfies Checks<SampledPredictOptions>;
