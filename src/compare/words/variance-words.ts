import type { Comparison } from "../findings.ts";
import type { Finding, VarianceComponents } from "../study.ts";
import { every } from "./number-words.ts";

/** "40 % with the split of the data, 50 % with the seed and 10 % with both together"; "" where nothing varies. */
export function sharesOfVariance({ split, seed, rest }: VarianceComponents): string {
  const whole = split + seed + rest;
  if (!(whole > 0)) return "";
  const percent = (part: number) => `${Math.round((100 * part) / whole)} %`;
  return every([
    `${percent(split)} with the split of the data`,
    `${percent(seed)} with the seed (first weights, order, dropout)`,
    `${percent(rest)} with both together`,
  ]);
}

/** What the metric varies with, for the baseline, as one sentence; nothing without several splits. */
export function varianceInWords(findings: readonly Finding[], { metric, baseline }: Comparison): string[] {
  const variance = findings.find(({ variant }) => variant === baseline)?.variance;
  const shares = variance === undefined ? "" : sharesOfVariance(variance);
  return shares === "" ? [] : [`Test ${metric} of ${baseline} varies: ${shares}.`];
}
