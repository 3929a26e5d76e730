import * as scalings from "./data/scaling/index.ts";
import * as architectures from "./model/architectures/index.ts";
import * as initializers from "./model/initializers/index.ts";
import * as layers from "./model/layers/index.ts";
import * as losses from "./model/losses/index.ts";
import * as metrics from "./model/metrics/index.ts";
import * as optimizers from "./optimize/optimizers/index.ts";
import * as schedules from "./optimize/schedules/index.ts";
import * as transforms from "./optimize/transforms/index.ts";
import * as callbacks from "./train/callbacks/index.ts";
import type { Trick } from "./trick.ts";

/** Every trick by its kind and name, in the order in which a model meets them. */
export const catalogue: Readonly<Record<string, Readonly<Record<string, { definition: Trick }>>>> = {
  scalings,
  layers,
  initializers,
  architectures,
  losses,
  metrics,
  optimizers,
  transforms,
  schedules,
  callbacks,
} as unknown as Record<string, Record<string, { definition: Trick }>>;
