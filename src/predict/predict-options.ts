import * as v from "valibot";
import { deviceOptions } from "../backend/open.ts";
import { type Checks, count, custom, flag, optional } from "../options.ts";
import type { ClassifyOptions, LayerOutputsOptions, PredictRowsOptions, SampledPredictOptions } from "./prediction.ts";

/** The checks of the options of `predict`. */
export const predictOptions = {
  logits: optional(flag(false)),
  batchSize: optional(count(undefined)),
  threads: optional(
    custom(v.literal(0), undefined, "0, for the calling thread, or nothing, for a worker where one pays"),
  ),
  backend: deviceOptions.backend,
  samples: optional(count(undefined, "", 2)),
  seed: optional(count(undefined, "", 0)),
} satisfies Checks<SampledPredictOptions>;

/** The checks of the options of `predictRows`. */
export const predictRowsOptions = {
  batchSize: predictOptions.batchSize,
  backend: predictOptions.backend,
} satisfies Checks<PredictRowsOptions>;

/** The checks of the options of `layerOutputs`. */
export const layerOutputsOptions = {
  batchSize: predictOptions.batchSize,
  threads: predictOptions.threads,
} satisfies Checks<LayerOutputsOptions>;

/** The checks of the options of `classify`. */
export const classifyOptions = {
  batchSize: predictOptions.batchSize,
  head: optional(custom(v.string(), undefined, "the name of an output")),
} satisfies Checks<ClassifyOptions>;
