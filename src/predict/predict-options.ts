import { type Checks, count, flag, optional } from "../options.ts";
import type { SampledPredictOptions } from "./prediction.ts";

/** The checks of the options of `predict`. */
export const predictOptions = {
  logits: optional(flag(false)),
  batchSize: optional(count(undefined)),
  samples: optional(count(undefined, "", 2)),
  seed: optional(count(undefined, "", 0)),
} satisfies Checks<SampledPredictOptions>;
