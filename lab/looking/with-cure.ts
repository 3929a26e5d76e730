import type { Advice } from "evenkeel";
import type { Experiment, RecipeJson } from "../experiment.ts";

/** The experiment with a cure for B. A key that the cure leaves out is taken out of B. */
export function withCure(experiment: Experiment, { change }: Pick<Advice, "change">): Experiment {
  return { ...experiment, b: { ...experiment.b, ...plainChange(change) } };
}

/** Whether B has all of a cure already. */
export function hasCure({ base, b }: Experiment, { change }: Pick<Advice, "change">): boolean {
  const whole: RecipeJson = { ...base, ...b };
  return Object.entries(plainChange(change)).every(
    ([key, value]) => JSON.stringify(whole[key] ?? null) === JSON.stringify(value),
  );
}

/** "init: heNormal, norm: batch" as pairs, with null for what is taken out. */
export function plainChange(change: Advice["change"]): RecipeJson {
  return Object.fromEntries(Object.entries(change ?? {}).map(([key, value]) => [key, value ?? null]));
}
