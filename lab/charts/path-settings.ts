import type { Experiment } from "../experiment.ts";
import { recipeOf } from "../experiment.ts";
import type { RuleSettings } from "./descent-rules.ts";
import type { LandscapeName } from "./landscapes.ts";
import { bestOnQuadratic } from "./path-experiment.ts";

/** What is tried on the picture of paths. */
export interface PathSettings {
  on: LandscapeName;
  condition: number;
  a: RuleSettings;
  b: RuleSettings;
}

/** Rates at which both rules go down on each function. */
const RATES: Record<LandscapeName, number> = { quadratic: 0.018, rosenbrock: 0.001, saddle: 0.1 };

/** The same function and rule for both; B has momentum, or, where the experiment clips, a greatest norm. */
export function firstSettings(experiment: Pick<Experiment, "base" | "a" | "b">): PathSettings {
  const clips = recipeOf(experiment, "b").clip !== undefined && recipeOf(experiment, "a").clip === undefined;
  const plain: RuleSettings = { rule: "sgd", rate: RATES.quadratic, momentum: 0.9, clip: undefined };
  return clips
    ? { on: "quadratic", condition: 100, a: { ...plain, rate: 0.03 }, b: { ...plain, rate: 0.03, clip: 1 } }
    : { on: "quadratic", condition: 100, a: plain, b: { ...plain, rule: "momentum", momentum: 0.6 } };
}

/** The same rules on another function, at a rate that suits it. */
export function onAnother(settings: PathSettings, on: LandscapeName): PathSettings {
  const rate = RATES[on];
  return { ...settings, on, a: { ...settings.a, rate }, b: { ...settings.b, rate } };
}

/** Both rules with the constants that are best on the quadratic; rules of which none are known stay as they are. */
export function withBest(settings: PathSettings): PathSettings {
  const best = (of: RuleSettings): RuleSettings => {
    if (of.rule !== "sgd" && of.rule !== "momentum" && of.rule !== "nesterov") return of;
    const { rate, momentum } = bestOnQuadratic(of.rule, settings.condition);
    return { ...of, rate, clip: undefined, momentum: of.rule === "sgd" ? of.momentum : momentum };
  };
  return { ...settings, a: best(settings.a), b: best(settings.b) };
}
