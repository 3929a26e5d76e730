import { usageError } from "../errors.ts";
import { fromSpec } from "../from-spec.ts";
import { innerOptimizers } from "../optimize/inner-optimizers.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import { chain } from "../optimize/optimizers/chain.ts";
import { lookahead } from "../optimize/optimizers/lookahead.ts";
import { sam } from "../optimize/optimizers/sam.ts";
import { freeze } from "../optimize/transforms/freeze.ts";
import { weightDecay } from "../optimize/transforms/weight-decay.ts";
import { kebabCase } from "../options/case.ts";
import { givenOf } from "../trick/given.ts";
import { CLIPS } from "./choices.ts";
import type { Recipe } from "./recipe.ts";
import { hasOwnRate, scheduled } from "./schedule-text.ts";
import { readWritten, type Use } from "./written.ts";

/** The keys of a recipe that stand around its optimizer. */
const SHORT = ["learningRate", "schedule", "weightDecay", "clip", "lookahead", "sam"] as const;
type Short = (typeof SHORT)[number];

/**
 * The optimizer of a recipe, with the transforms before it and the wrappers around it.
 * @throws a usage error for a short form that the expression has already, or has no place for.
 */
export function recipeOptimizer(recipe: Recipe): Optimizer {
  const { weightDecay: decay, clip, clipMode, lookahead: k, sam: rho, freeze: patterns, use } = recipe;
  const written = readWritten("recipe: optimizer", ["optimizers"], recipe.optimizer, use) as Optimizer;
  for (const key of SHORT) demandFree(key, recipe, written);
  const rate = rateOf(recipe, written);
  const rated = rate === undefined ? written : withOption(written, "learningRate", rate, use);
  const decaysItself = placeOf(written, "weightDecay") !== undefined;
  const rule = decay !== undefined && decaysItself ? withOption(rated, "weightDecay", decay, use) : rated;
  const before = [
    ...(clip === undefined ? [] : [CLIPS[clipMode](clip)]),
    ...(decay === undefined || decaysItself ? [] : [weightDecay(decay)]),
  ];
  const stages = before.length === 0 ? rule : chain(...before, ...stagesOf(rule));
  const ahead = k === undefined ? stages : lookahead(stages, { k });
  const sharp = rho === undefined ? ahead : sam(ahead, { rho });
  return patterns === undefined ? sharp : chain(freeze(patterns), ...stagesOf(sharp));
}

/** What the recipe gives as learning rate; undefined where it leaves it to the optimizer. */
function rateOf({ learningRate, schedule, use }: Recipe, written: Optimizer): ReturnType<typeof scheduled> | undefined {
  if (schedule === "none") return learningRate;
  const initial = learningRate ?? defaultOf(placeOf(written, "learningRate"), "learningRate");
  if (initial !== undefined || hasOwnRate(schedule, use)) return scheduled(schedule, initial ?? 1, use);
  throw usageError({ where: "recipe: learningRate", expected: `a rate for schedule ${schedule}`, received: "none" });
}

/** The stages that stand one after another. */
function stagesOf(optimizer: Optimizer): readonly Optimizer[] {
  return optimizer.definition === chain.definition ? innerOptimizers(optimizer) : [optimizer];
}

/** The optimizer that has an option: itself, the last stage of a chain that has it, or the one in a wrapper. */
export function placeOf(optimizer: Optimizer, option: string): Optimizer | undefined {
  if (Object.hasOwn(optimizer.definition.options, option) && moves(optimizer)) return optimizer;
  if (Object.hasOwn(optimizer.values, "groups")) return undefined; // each group may have another
  return innerOptimizers(optimizer)
    .map((inner) => placeOf(inner, option))
    .findLast((found) => found !== undefined);
}

function moves({ definition }: Optimizer): boolean {
  return Object.hasOwn(definition.options, "learningRate");
}

/** The same optimizer with another value of an option, wherever in it that stands. */
export function withOption(optimizer: Optimizer, option: string, value: unknown, use: Use): Optimizer {
  const place = placeOf(optimizer, option);
  const changed = (one: Optimizer): Optimizer => {
    const { optimizer: inner, stages } = one.values as { optimizer?: Optimizer; stages?: readonly Optimizer[] };
    const spec = { ...one.toJSON() };
    if (one === place) return made({ ...spec, [option]: value });
    if (stages !== undefined) return made({ ...spec, stages: stages.map(changed) });
    return inner === undefined ? one : made({ ...spec, optimizer: changed(inner) });
  };
  const made = (spec: object) => fromSpec("optimizers", spec, { use });
  return changed(optimizer);
}

/** The names of an optimizer and of all in it. */
function namesIn(optimizer: Optimizer): string[] {
  return [optimizer.name, ...innerOptimizers(optimizer).flatMap(namesIn)];
}

/** @throws a usage error for a short form beside an optimizer that has it already, or has no place for it. */
function demandFree(key: Short, recipe: Recipe, written: Optimizer): void {
  const value = recipe[key];
  if (value === undefined || value === "none") return;
  const why = objectionTo(key, written);
  if (why !== undefined)
    throw usageError({
      where: `recipe: ${key}`,
      expected: `no ${key} beside optimizer ${recipe.optimizer}, which ${why}`,
      received: `${value}`,
      fix: `Leave ${key} (--${kebabCase(key)}) out, or write it into the optimizer alone.`,
    });
  if (key === "learningRate" && recipe.schedule !== "none" && hasOwnRate(recipe.schedule, recipe.use))
    throw usageError({
      where: "recipe: learningRate",
      expected: `no learningRate beside schedule ${recipe.schedule}, which has its rates`,
      received: `${value}`,
      fix: "Leave learningRate (--learning-rate) out, or take the rate out of the schedule.",
    });
}

/** What an optimizer has against a short form; undefined where it can stand around it. */
function objectionTo(key: Short, written: Optimizer): string | undefined {
  const needsRate = key === "learningRate" || key === "schedule";
  if (needsRate && placeOf(written, "learningRate") === undefined) return "has no single learning rate";
  return setIn(written, key);
}

/** How an optimizer says what a short form says: "sets it"; undefined where it does not. */
export function setIn(written: Optimizer, key: string): string | undefined {
  if (key === "learningRate" || key === "schedule")
    return isSet(placeOf(written, "learningRate"), "learningRate") ? "sets its learning rate" : undefined;
  if (key === "weightDecay" && isSet(placeOf(written, key), key)) return "sets it";
  const names = namesIn(written);
  const there = (key.startsWith("clip") ? Object.keys(CLIPS) : [key]).find((trick) => names.includes(trick));
  return there === undefined ? undefined : `has ${there} in it`;
}

/** Whether an option is written out, or has another value than its default. */
function isSet(optimizer: Optimizer | undefined, option: string): boolean {
  if (optimizer === undefined) return false;
  return givenOf(optimizer).has(option) || optimizer.values[option] !== defaultOf(optimizer, option);
}

function defaultOf(optimizer: Optimizer | undefined, option: string): number | undefined {
  return optimizer?.definition.options[option]?.fallback as number | undefined;
}
