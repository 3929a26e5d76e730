import type { Experiment, RecipeJson } from "../experiment.ts";
import type { ArmName } from "../protocol.ts";

/** Whose value it is: that of both, or of one side. */
export type Whose = "base" | ArmName;

/** An experiment with another value of a key; undefined: the default. */
export function withKey(experiment: Experiment, whose: Whose, key: string, value: unknown): Experiment {
  if (whose !== "base") return { ...experiment, [whose]: { ...experiment[whose], [key]: value ?? null } };
  return {
    ...experiment,
    base: value === undefined ? without(experiment.base, key) : { ...experiment.base, [key]: value },
  };
}

/** Whether A and B have a key of their own. */
export function isParted({ a, b }: Experiment, key: string): boolean {
  return key in a || key in b;
}

/** The same experiment, in which A and B have a key of their own. */
export function parted(experiment: Experiment, key: string): Experiment {
  const { base, a, b } = experiment;
  const value = base[key] ?? null;
  return { ...experiment, base: without(base, key), a: { [key]: value, ...a }, b: { [key]: value, ...b } };
}

/** The same experiment, in which B has the key of A. */
export function joined(experiment: Experiment, key: string): Experiment {
  const { base, a, b } = experiment;
  const value = key in a ? a[key] : base[key];
  const others = without(base, key);
  return {
    ...experiment,
    base: value === null || value === undefined ? others : { ...others, [key]: value },
    a: without(a, key),
    b: without(b, key),
  };
}

function without(recipe: RecipeJson, key: string): RecipeJson {
  const { [key]: _, ...others } = recipe;
  return others;
}
