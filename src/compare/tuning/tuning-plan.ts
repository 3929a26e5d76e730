import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { show } from "../../options/show.ts";
import { accepts, type Option, refused, unknownName } from "../../options.ts";
import { MODEL_KEYS } from "../../recipe/model-defaults.ts";
import { recipeOptions } from "../../recipe/recipe.ts";
import { DATA_KEYS } from "../../recipe/recipe-data.ts";
import { variantChecksum } from "../kept/variant-identity.ts";
import type { PreparedVariant } from "../prepared-variant.ts";
import type { Variant } from "../variants.ts";
import type { Arm } from "./arm.ts";
import { drawTrials, isList, type Space } from "./draw-trials.ts";
import { isRange } from "./range.ts";
import { type Round, roundsOf } from "./rounds-of.ts";
import { TRIALS, type TuneOptions, type Tuner } from "./tune-options.ts";

/** How all variants are tuned: the same values, in the same rounds, with the same seed. */
export interface TuningPlan {
  tuner: Tuner;
  space: Space;
  values: Record<string, unknown>[];
  /** A run of each arm has a length of its own; the shares of it are the same. */
  rounds: Round[];
  seed: number;
  prepare(variant: Variant): Promise<PreparedVariant>;
}

/** What decides how far a run goes, which tuning does itself, and what all runs of a study share. */
const REFUSED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(DATA_KEYS.map((key) => [key, "Trials are judged by one validation set: vary it instead."])),
  ...Object.fromEntries(
    ["epochs", "maxSteps", "maxTime"].map((key) => [
      key,
      "Every trial is trained as long as the others: vary it instead.",
    ]),
  ),
  seed: "Give seeds: every variant is trained with each of them.",
  metric: "Give it to the base: all variants are compared by one metric.",
  use: "Give it to the base: all variants may name these tricks.",
};

/**
 * The plan of `tune`, checked with every variant; undefined where nothing is tuned.
 * @throws a usage error for what cannot be tuned, for data without a validation set, and for a key that changes nothing.
 */
export async function tuningPlan(
  { tune, trials: asked, tuner, vary }: TuneOptions & { vary?: object; model?: unknown },
  arms: readonly Arm[],
  seeds: readonly number[],
  prepare: TuningPlan["prepare"],
): Promise<TuningPlan | undefined> {
  if (tune === undefined) {
    const [alone] = Object.keys(defined({ tuner, trials: asked }));
    if (alone === undefined) return undefined;
    throw usageError({
      where: `compare: ${alone}`,
      expected: "tune, which says what is tuned",
      received: `${alone} alone`,
    });
  }
  const trials = asked ?? TRIALS;
  const [{ prepared, variant }] = arms;
  const own = variant.model !== undefined;
  const space = Object.fromEntries(Object.entries(tune).map(([key, from]) => [key, checked(key, from, vary, own)]));
  if (Object.keys(space).length === 0) throw refused("compare: tune", "at least one key", tune);
  for (const { prepared } of arms) demandValidation(prepared);
  const seed = seedApart(seeds);
  const values = drawTrials(space, trials, seed).map((drawn) => fitting(drawn, own));
  if (values.length < 2)
    throw usageError({ where: "compare: tune", expected: "at least two trials", received: String(values.length) });
  const rounds = roundsOf(tuner ?? "random", values.length, lengthOf(prepared));
  for (const arm of arms) await demandEffect(arm, values, prepare);
  return { tuner: tuner ?? "random", space, values, rounds, seed, prepare };
}

function checked(key: string, from: Space[string], vary: object | undefined, own: boolean): Space[string] {
  const where = `compare: tune ${key}`;
  const ofRecipe = Object.hasOwn(recipeOptions, key);
  if (!ofRecipe && !own) throw unknownName("compare: tune", "key", key, Object.keys(recipeOptions));
  if (Object.hasOwn(REFUSED, key))
    throw usageError({ where: "compare: tune", expected: `any key but ${key}`, received: key, fix: REFUSED[key] });
  if (vary !== undefined && Object.hasOwn(vary, key))
    throw usageError({ where, expected: `${key} either in vary or in tune`, received: "both" });
  const fits = isList(from) ? from.length > 0 && new Set(from).size === from.length : isRange(from);
  if (!fits) throw refused(where, "a list of different values, or logUniform(1e-4, 1e-1)", from);
  return from;
}

/** Whole numbers where a key takes no others. */
function fitting(values: Record<string, unknown>, own: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const option = recipeOptions[key as keyof typeof recipeOptions] as Option<unknown> | undefined;
      const isSetting = own && (MODEL_KEYS as readonly string[]).includes(key);
      const whole = typeof value === "number" && option !== undefined && !isSetting && !accepts(option, value);
      return [key, whole ? Math.round(value) : value];
    }),
  );
}

/** A seed that no run of the comparison has, the same with more seeds in most cases. */
function seedApart(seeds: readonly number[]): number {
  let seed = APART;
  while (seeds.includes(seed)) seed++;
  return seed;
}

const APART = 1_000_001;

/** How long a run is: in epochs, or in steps where these are all that is given. */
export function lengthOf({ training, config }: PreparedVariant): number {
  return training.epochs ?? training.maxSteps ?? (config.epochs as number);
}

function demandValidation({ data: { name, validation } }: PreparedVariant): void {
  if (validation !== undefined) return;
  throw usageError({
    where: "compare: tune",
    expected: "a validation set, by which trials are judged",
    received: `${name} without one`,
    fix: "Hold one out, such as base: { validationSize: 0.15 } (--validation-size 0.15).",
  });
}

/** @throws a usage error for an arm that is the same with any values, or in which they do not fit. */
async function demandEffect({ variant, prepared }: Arm, values: readonly object[], prepare: TuningPlan["prepare"]) {
  const sums = new Set<string>();
  for (const each of values) {
    const trial = await prepare(variant.with({ ...each }));
    // The recipe of a variant with options of its own says what they may replace.
    sums.add(variant.options === undefined ? variantChecksum(trial) : JSON.stringify([trial.config, trial.model]));
  }
  if (sums.size > 1) return;
  throw usageError({
    where: "compare: tune",
    expected: `values that change ${prepared.name}`,
    received: `${show(values[0])} and others, which leave it the same`,
    fix: "Its options say it already: leave it out there.",
  });
}
