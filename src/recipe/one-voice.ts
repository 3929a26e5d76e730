import { usageError } from "../errors.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import { kebabCase } from "../options/case.ts";
import { givenInData } from "./data-text.ts";
import { MODEL_KEYS } from "./model-defaults.ts";
import type { Recipe } from "./recipe.ts";
import { OPTION_OF } from "./recipe-data.ts";
import { setsLabelSmoothing } from "./recipe-loss.ts";
import { setIn } from "./recipe-optimizer.ts";
import { isExpression, readWritten } from "./written.ts";

type Key = keyof Recipe;
/** The key of the expression that says what a short form says; undefined where none does. */
type Rival = (recipe: Recipe, key: Key) => Key | undefined;

const OF_AUGMENT = ["augmentShift", "augmentRotate", "augmentZoom", "augmentFlip"] as const;
/** Short forms of which "none" says nothing beside an expression: it takes back what a recipe file has. */
const TAKEN_BACK: ReadonlySet<Key> = new Set([...MODEL_KEYS, ...OF_AUGMENT]);

/**
 * Refuses a short form beside an expression that says the same, whatever its value: also a default, which `defineRecipe` takes
 * for one that is not given.
 * @param given the short forms that somebody wrote, with their texts; `recipe` is what they and all else became.
 * @throws a usage error that names both.
 */
export function demandOneVoice(given: Readonly<Record<string, string>>, recipe: Recipe): void {
  for (const [key, received] of Object.entries(given) as [Key, string][]) {
    if (received === "none" && TAKEN_BACK.has(key)) continue;
    const rival = RIVALS[key]?.(recipe, key);
    if (rival === undefined) continue;
    throw usageError({
      where: `recipe: ${key}`,
      expected: `no ${key} beside ${rival} ${recipe[rival]}, which says it`,
      received,
      fix: `Leave ${key} (--${kebabCase(key)}) out, or write it into the expression alone.`,
    });
  }
}

const inModel: Rival = ({ model = "" }) => (isExpression(model) ? "model" : undefined);
const inLoss: Rival = (recipe) => (setsLabelSmoothing(recipe) ? "loss" : undefined);
const inOptimizer: Rival = ({ optimizer, use }, key) => {
  const written = readWritten("recipe: optimizer", ["optimizers"], optimizer, use) as Optimizer;
  return setIn(written, key) === undefined ? undefined : "optimizer";
};
const inAugment: Rival = ({ augment }) => (augment === undefined ? undefined : "augment");
const inCallbacks: Rival = ({ callbacks = [] }, key) => {
  const name = key === "snapshots" ? "snapshotEnsemble" : key;
  return callbacks.some((text) => /^[\w$]+/.exec(text)?.[0] === name) ? "callbacks" : undefined;
};
const inData: Rival = ({ data, use }, key) => {
  const written = givenInData(data, use);
  return OPTION_OF[key as keyof typeof OPTION_OF].some((option) => written.has(option)) ? "data" : undefined;
};

const RIVALS: { readonly [K in Key]?: Rival } = {
  ...each(MODEL_KEYS, inModel),
  labelSmoothing: inLoss,
  ...each(["learningRate", "schedule", "weightDecay", "clip", "clipMode", "lookahead", "sam"], inOptimizer),
  ...each(["earlyStopping", "averageWeights", "swa", "snapshots"], inCallbacks),
  ...each(OF_AUGMENT, inAugment),
  ...each(Object.keys(OPTION_OF) as Key[], inData),
};

function each(keys: readonly Key[], rival: Rival): { [K in Key]?: Rival } {
  return Object.fromEntries(keys.map((key) => [key, rival]));
}
