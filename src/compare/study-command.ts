import { kebabCase } from "../options/case.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { canonicalValue } from "../recipe/canonical.ts";
import { defineRecipe } from "../recipe/define-recipe.ts";
import type { Recipe, RecipeInput } from "../recipe/recipe.ts";
import { recipeFlags, shellWord, shortest } from "../recipe/recipe-command.ts";
import type { Design } from "./design.ts";
import type { EvidenceOptions } from "./evidence-options.ts";
import { isRange } from "./tuning/range.ts";
import type { TuneOptions } from "./tuning/tune-options.ts";

/** What a study was asked for, without anything made in code. */
interface Asked extends TuneOptions, EvidenceOptions {
  base?: RecipeInput;
  vary?: object | undefined;
  design?: Design | undefined;
  variants?: object | undefined;
}

/**
 * The command that does what `compare` did: `evenkeel compare --vary dropout=0,0.5 --model mlp --seeds 5`. For a POSIX shell;
 * undefined where no command line can say it.
 * @param seeds those that it began with.
 */
export function studyCommand(
  { base = {}, vary, design, variants, ...asked }: Asked,
  seeds: readonly number[],
): string | undefined {
  const [first] = seeds;
  const named = Object.entries(variants ?? {});
  if (seeds.some((seed, i) => seed !== first + i) || named.some(([name]) => /[:=]|^\s|\s$/.test(name)))
    return undefined;
  const { dataDirectory: _, ...recipe } = shortest(defineRecipe({ ...base, seed: first }));
  const varied = Object.entries(vary ?? {}).flatMap(([key, values]) => ["--vary", `${key}=${listText(key, values)}`]);
  const words = named.flatMap(([name, changes]) => {
    const texts = Object.entries(changes as object).map(([key, value]) => `${key}=${valueText(key, value)}`);
    return ["--variant", texts.length === 0 ? name : `${name}: ${texts.join(", ")}`];
  });
  return [
    "evenkeel compare",
    ...[...varied, ...words, ...(design === undefined ? [] : ["--design", kebabCase(design)])].map(shellWord),
    ...recipeFlags(recipe),
    ...[...tuneWords(asked), ...evidenceWords(asked), "--seeds", String(seeds.length)].map(shellWord),
  ].join(" ");
}

function tuneWords({ tune = {}, trials, tuner }: TuneOptions): string[] {
  return [
    ...Object.entries(tune).flatMap(([key, from]) => [
      "--tune",
      isRange(from)
        ? `${key}=${from.scale === "log" ? "log:" : ""}${from.low}..${from.high}`
        : `${key}=${listText(key, from)}`,
    ]),
    ...flag("trials", trials),
    ...flag("tuner", tuner),
  ];
}

function evidenceWords({ equivalence, reach = {}, untilDecided, dataSeeds }: EvidenceOptions): string[] {
  const { most = undefined, looks = undefined } = typeof untilDecided === "object" ? untilDecided : {};
  return [
    ...flag("equivalence", equivalence),
    ...Object.entries(reach).flatMap(([measure, value]) => flag("reach", `${measure}=${value}`)),
    ...(untilDecided === undefined || untilDecided === false ? [] : ["--until-decided"]),
    ...(most === undefined ? [] : [String(most)]),
    ...flag("looks", looks),
    ...(typeof dataSeeds === "number" ? flag("data-seeds", dataSeeds) : []),
  ];
}

function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`--${name}`, String(value)];
}

function listText(key: string, values: unknown): string {
  return (values as readonly unknown[]).map((value) => valueText(key, value)).join(",");
}

/** A value as a flag has it: text as it is, lists and numbers as JSON. */
function valueText(key: string, given: unknown): string {
  const value = canonicalValue(key as keyof Recipe, given, undefined);
  if (value === undefined || value === null) return "none";
  return Array.isArray(value) || isPlainObject(value) ? JSON.stringify(value) : String(value);
}
