import { catalogue, type Kinds } from "../catalogue.ts";
import type * as architectures from "../model/architectures/index.ts";
import {
  adaptiveClip,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  normalizeAbove,
} from "../optimize/transforms/index.ts";

/** The names that keys of a recipe choose from. */

export const ARCHITECTURES = namesOf("architectures") as (keyof typeof architectures)[];

export const INITIALIZERS = namesOf("initializers");

export const SCALINGS = ["none", ...namesOf("scalings")];

/** The optimizers with a learning rate. */
export const OPTIMIZERS = namesOf("optimizers").filter((name) =>
  Object.hasOwn(catalogue.optimizers[name].definition.options, "learningRate"),
);

/** The loss is measured always, and can be compared too. */
export const METRICS = [...namesOf("metrics"), "loss"];

/** What limits gradients by the one number `clip`. */
export const CLIPS = { clipByGlobalNorm, normalizeAbove, clipByNorm, clipByValue, adaptiveClip };
export const CLIP_MODES = Object.keys(CLIPS) as (keyof typeof CLIPS)[];

function namesOf(kind: keyof Kinds): string[] {
  return Object.keys(catalogue[kind]).sort();
}
