import * as v from "valibot";
import { type Checks, count, custom, flag, optional } from "../options.ts";
import type { ClassifyOptions, SampledPredictOptions } from "./prediction.ts";

/** The checks of the options of `predict`. */
export const predictOptions = {
  logits: optional(flag(false)),
  batchSize: optional(count(undefined)),
  samples: optional(count(undefined, "", 2)),
  seed: optional(count(undefined, "", 0)),
} satisfies Checks<SampledPredictOptions>;

/** The checks of the options of `classify`. */
export const classifyOptions = {
  batchSize: predictOptions.batchSize,
  head: optional(custom(v.string(), undefined, "the name of an output")),
} satisfies Checks<ClassifyOptions>;
