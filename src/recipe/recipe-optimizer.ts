import { catalogue } from "../catalogue.ts";
import { fromSpec } from "../from-spec.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import { chain } from "../optimize/optimizers/chain.ts";
import { lookahead } from "../optimize/optimizers/lookahead.ts";
import { sam } from "../optimize/optimizers/sam.ts";
import { weightDecay } from "../optimize/transforms/weight-decay.ts";
import { defined } from "../options/defined.ts";
import { CLIPS } from "./choices.ts";
import type { Recipe } from "./recipe.ts";
import { scheduled } from "./schedule-text.ts";

/** The optimizer of a recipe, with the transforms before it and the wrappers around it. */
export function recipeOptimizer(recipe: Recipe): Optimizer {
  const { optimizer, learningRate, schedule, weightDecay: decay, clip, clipMode, lookahead: k, sam: rho } = recipe;
  const { options } = catalogue.optimizers[optimizer].definition;
  const decaysItself = Object.hasOwn(options, "weightDecay");
  const rule = fromSpec("optimizers", {
    name: optimizer,
    learningRate: scheduled(schedule, learningRate ?? (options.learningRate.fallback as number)),
    ...defined({ weightDecay: decaysItself ? decay : undefined }),
  });
  const before = [
    ...(clip === undefined ? [] : [CLIPS[clipMode](clip)]),
    ...(decay === undefined || decaysItself ? [] : [weightDecay(decay)]),
  ];
  const stages = before.length === 0 ? rule : chain(...before, rule);
  const ahead = k === undefined ? stages : lookahead(stages, { k });
  return rho === undefined ? ahead : sam(ahead, { rho });
}
