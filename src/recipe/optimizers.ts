import { catalogue } from "../catalogue.ts";
import { usageError } from "../errors.ts";
import { fromSpec } from "../from-spec.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import { chain } from "../optimize/optimizers/chain.ts";
import { lookahead } from "../optimize/optimizers/lookahead.ts";
import { sam } from "../optimize/optimizers/sam.ts";
import {
  adaptiveClip,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  normalizeAbove,
  weightDecay,
} from "../optimize/transforms/index.ts";
import type { Recipe } from "./recipe.ts";
import { scheduled } from "./schedule-text.ts";

const CLIPS = { clipByGlobalNorm, normalizeAbove, clipByNorm, clipByValue, adaptiveClip };
export const CLIP_MODES = Object.keys(CLIPS) as (keyof typeof CLIPS)[];

/** The optimizers that can be named: those with a learning rate of their own. */
export const OPTIMIZERS = Object.keys(catalogue.optimizers)
  .filter((name) => Object.hasOwn(catalogue.optimizers[name].definition.options, "learningRate"))
  .sort();

/** The optimizer of a recipe, with what stands before and around it. */
export function optimizerOf(recipe: Recipe): Optimizer {
  const { optimizer, learningRate, schedule, weightDecay: lambda, clip, clipMode, lookahead: k, sam: rho } = recipe;
  const { options } = catalogue.optimizers[optimizer].definition;
  const decaysItself = lambda !== undefined && Object.hasOwn(options, "weightDecay");
  const rule = fromSpec("optimizers", {
    name: optimizer,
    learningRate: scheduled(schedule, learningRate ?? (options.learningRate.fallback as number)),
    ...(decaysItself ? { weightDecay: lambda } : {}),
  });
  const before = [
    ...(clip === undefined ? [] : [CLIPS[clipMode](clip)]),
    ...(lambda === undefined || decaysItself ? [] : [weightDecay(lambda)]),
  ];
  const stages = before.length === 0 ? rule : chain(...before, rule);
  const ahead = k === undefined ? stages : lookahead(stages, { k });
  return rho === undefined ? ahead : sam(ahead, { rho });
}

/** @throws a usage error for a mode of clipping without a number to clip to. */
export function checkClip({ clip, clipMode }: Recipe): void {
  if (clipMode === "clipByGlobalNorm" || clip !== undefined) return;
  throw usageError({
    where: "recipe: clipMode",
    expected: "clip, the number that it limits gradients by",
    received: "none",
    fix: "Set clip too.",
  });
}
