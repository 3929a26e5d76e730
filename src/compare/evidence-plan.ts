import { usageError } from "../errors.ts";
import type { MetricUnit } from "../model/metric.ts";
import { namedMetrics } from "../model/named-metrics.ts";
import { defined } from "../options/defined.ts";
import { show } from "../options/show.ts";
import { checkOption, count, unknownName } from "../options.ts";
import { LIMITS } from "../recipe/limits.ts";
import { recipeOptions } from "../recipe/recipe.ts";
import type { EvidenceOptions, UntilDecided } from "./evidence-options.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import type { Looks } from "./statistics/repeated-look.ts";
import type { Reach } from "./study.ts";

/** What a study asks, checked. */
export interface EvidencePlan {
  equivalence?: number;
  reach?: Reach;
  /** How many seeds there are at each look, and how many there can be. */
  looks?: Looks;
}

const LOOKS = 5;
/** More looks would be finer than the grid that their levels are computed on. */
export const MOST_LOOKS = 20;
/** Below this tests keep their level over several looks, or over splits, only roughly. */
const FEWEST_SEEDS = 3;

/** @throws a usage error for a margin, a target or looks that do not fit, before anything is trained. */
export function evidencePlan(
  options: EvidenceOptions & { seeds?: number | readonly number[]; tune?: unknown },
  seeds: readonly number[],
  prepared: readonly PreparedVariant[],
): EvidencePlan {
  const { equivalence, reach, untilDecided = false, dataSeeds } = options;
  const [{ measured }] = prepared;
  if (untilDecided !== false && dataSeeds !== undefined)
    throw usageError({ where: "compare", expected: "either untilDecided or dataSeeds", received: "both" });
  if (options.tune !== undefined && dataSeeds !== undefined)
    throw usageError({
      where: "compare",
      expected: "either tune or dataSeeds",
      received: "both",
      fix: "Tune first, then compare the tuned variants on several splits.",
    });
  return defined({
    equivalence: equivalence === undefined ? undefined : marginOf(equivalence, measured),
    reach: reach === undefined ? undefined : reachOf(reach, prepared),
    looks: untilDecided === false ? undefined : looksOf(untilDecided === true ? {} : untilDecided, options, seeds),
  });
}

/** 0.005, or "0.5 points" of a share. */
function marginOf(given: number | string, { metric, unit }: { metric: string; unit: MetricUnit }): number {
  const where = "compare: equivalence";
  const expected =
    unit === "share" ? 'a margin above 0 and below 1, such as 0.005 or "0.5 points"' : "a margin above 0";
  const [, digits, points] = /^\s*([\d.]+(?:e[+-]?\d+)?)\s*((?:percentage )?points?|%)?\s*$/i.exec(String(given)) ?? [];
  const number = Number(digits ?? Number.NaN);
  if (points !== undefined && unit !== "share")
    throw usageError({ where, expected: `a margin in units of ${metric}, which is no share`, received: show(given) });
  const margin = points === undefined ? number : number / 100;
  if (Number.isFinite(margin) && margin > 0 && (unit !== "share" || margin < 1)) return margin;
  const fix =
    unit === "share" && margin >= 1 ? { fix: `Give "${digits} points" for ${digits} percentage points.` } : {};
  throw usageError({ where, expected, received: show(given), ...fix });
}

function reachOf(given: Readonly<Record<string, number>>, prepared: readonly PreparedVariant[]): Reach {
  const where = "compare: reach";
  const [[metric, value] = [], ...others] = Object.entries(given);
  if (metric === undefined || value === undefined || others.length > 0)
    throw usageError({ where, expected: "one measure, such as { accuracy: 0.9 }", received: show(given) });
  if (typeof value !== "number" || !Number.isFinite(value))
    throw usageError({ where: `${where}: ${metric}`, expected: "a number", received: show(value) });
  for (const { name, data, training } of prepared) {
    if (data.validation === undefined)
      throw usageError({
        where,
        expected: "a validation set, on which runs are to reach it",
        received: `${data.name} without one, in ${name}`,
      });
    const named = ["loss", ...Object.keys(namedMetrics(training.metrics ?? []))];
    if (!named.includes(metric)) throw unknownName(`${where}, in ${name}`, "measure", metric, named);
  }
  const known = namedMetrics(prepared[0].training.metrics ?? [])[metric];
  const { unit, higherIsBetter } = known ?? { unit: "number" as const, higherIsBetter: false };
  if (unit === "share" && !(value > 0 && value <= 1))
    throw usageError({
      where: `${where}: ${metric}`,
      expected: "a share above 0 and at most 1",
      received: show(value),
    });
  return { metric, value, higherIsBetter, unit };
}

function looksOf(
  given: UntilDecided,
  { seeds: asked }: { seeds?: number | readonly number[] },
  seeds: readonly number[],
): Looks {
  const where = "compare: untilDecided";
  const other = Object.keys(given).find((key) => key !== "most" && key !== "looks");
  if (other !== undefined) throw unknownName(where, "option", other, ["most", "looks"]);
  const first = seeds.length;
  if (typeof asked === "object")
    throw usageError({
      where: "compare: seeds",
      expected: "a number with untilDecided, which adds seeds",
      received: show(asked),
    });
  if (first < FEWEST_SEEDS)
    throw usageError({
      where: "compare: seeds",
      expected: `at least ${FEWEST_SEEDS} with untilDecided`,
      received: `${first}`,
    });
  const { most = Math.min(5 * first, LIMITS.seeds), looks = Math.min(LOOKS, most - first + 1) } = given;
  checkOption(`${where}: most`, count(undefined, "", first + 1, LIMITS.seeds), most);
  checkOption(`${where}: looks`, count(undefined, "", 2, Math.min(MOST_LOOKS, most - first + 1)), looks);
  const step = (most - first) / (looks - 1);
  return { seeds: Array.from({ length: looks }, (_, i) => Math.round(first + i * step)), most };
}

/** The seeds of splits: a number of them from the recipe's on, or a list. */
export function dataSeedsOf(
  { dataSeeds: given }: Pick<EvidenceOptions, "dataSeeds">,
  seeds: readonly number[],
  first: number,
): number[] | undefined {
  if (given === undefined) return undefined;
  const where = "compare: dataSeeds";
  const few = "An interval over splits needs them.";
  if (typeof given === "number") checkOption(where, count(undefined, "", FEWEST_SEEDS, LIMITS.seeds), given);
  const list = typeof given === "number" ? Array.from({ length: given }, (_, i) => first + i) : [...given];
  for (const seed of list) checkOption(where, recipeOptions.dataSeed, seed);
  if (list.length < FEWEST_SEEDS || new Set(list).size < list.length)
    throw usageError({
      where,
      expected: `at least ${FEWEST_SEEDS} data seeds, each once`,
      received: show(given),
      fix: few,
    });
  if (seeds.length < FEWEST_SEEDS)
    throw usageError({
      where: "compare: seeds",
      expected: `at least ${FEWEST_SEEDS} with dataSeeds`,
      received: `${seeds.length}`,
      fix: few,
    });
  return list;
}
