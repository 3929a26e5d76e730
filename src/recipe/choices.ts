import { catalogue, type Kinds } from "../catalogue.ts";
import type * as scalings from "../data/scaling/index.ts";
import type * as architectures from "../model/architectures/index.ts";
import type * as initializers from "../model/initializers/index.ts";
import type * as losses from "../model/losses/index.ts";
import type * as metrics from "../model/metrics/index.ts";
import type * as optimizers from "../optimize/optimizers/index.ts";
import {
  adaptiveClip,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  normalizeAbove,
} from "../optimize/transforms/index.ts";
import type * as callbacks from "../train/callbacks/index.ts";

/** The names that keys of a recipe choose from, beside expressions. */

export const ARCHITECTURES = namesOf("architectures") as (keyof typeof architectures)[];

export const INITIALIZERS = namesOf("initializers") as (keyof typeof initializers)[];

export const SCALINGS = ["none", ...(namesOf("scalings") as (keyof typeof scalings)[])] as const;

export const LOSSES = namesOf("losses") as (keyof typeof losses)[];

export const CALLBACKS = namesOf("callbacks") as (keyof typeof callbacks)[];

/** The names of optimizers with a learning rate. */
type WithRate = {
  [K in keyof Optimizers]: Optimizers[K] extends { definition: { options: { learningRate: unknown } } } ? K : never;
}[keyof Optimizers];
type Optimizers = typeof optimizers;

/** The optimizers with a learning rate. */
export const OPTIMIZERS = (namesOf("optimizers") as (keyof Optimizers)[]).filter((name): name is WithRate =>
  Object.hasOwn(catalogue.optimizers[name].definition.options, "learningRate"),
);

/** Losses are measured as metrics too; "loss" is the loss that is trained with. */
export const MEASURES = [...new Set([...(namesOf("metrics") as (keyof typeof metrics)[]), ...LOSSES])] as (
  | keyof typeof metrics
  | keyof typeof losses
)[];
export const METRICS = [...MEASURES, "loss"] as const;

/** What limits gradients by the one number `clip`. */
export const CLIPS = { clipByGlobalNorm, normalizeAbove, clipByNorm, clipByValue, adaptiveClip };
export const CLIP_MODES = Object.keys(CLIPS) as (keyof typeof CLIPS)[];

function namesOf(kind: keyof Kinds): string[] {
  return Object.keys(catalogue[kind]).sort();
}
