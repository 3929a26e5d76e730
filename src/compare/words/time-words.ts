import type { Comparison } from "../findings.ts";
import { SIGNIFICANCE } from "../statistics/levels.ts";
import type { Finding, Reach, TimeToTarget } from "../study.ts";
import { magnitude as inUnit, pInWords } from "./number-words.ts";

/** "validation accuracy 90.00 %" */
export function targetInWords({ metric, value, unit }: Reach): string {
  return `validation ${metric} ${unit === "share" ? `${(100 * value).toFixed(2)} %` : inUnit(value, unit)}`;
}

/** What can be concluded about the time to a target, one sentence each; nothing without one. */
export function timesInWords(findings: readonly Finding[], { reach, baseline }: Comparison): string[] {
  if (reach === undefined) return [];
  const timed = findings.flatMap(({ variant, time }) => (time === undefined ? [] : [{ variant, time }]));
  const target = targetInWords(reach);
  if (timed.every(({ time }) => time.reached === 0)) return [`No run reached ${target}: nothing is said of how soon.`];
  return timed.flatMap(({ variant, time }) =>
    time.difference === undefined ? [] : [`${variant} ${sooner(time, time.difference, baseline, target)}.`],
  );
}

function sooner(
  time: TimeToTarget,
  { steps }: NonNullable<TimeToTarget["difference"]>,
  baseline: string,
  target: string,
): string {
  const { mean, low, high, deviation, p, adjusted = p } = steps;
  const cut = time.horizon === undefined ? "" : `, counted up to ${whole(time.horizon.steps)} steps`;
  if (p === undefined || low === undefined || high === undefined || adjusted === undefined)
    return `reached ${target} ${direction(mean, baseline)}${cut}, in one seed, which shows nothing`;
  if (deviation === 0) return `reached ${target} ${direction(mean, baseline)} in every seed${cut}`;
  const interval = `95 % interval ${signedWhole(low)} to ${signedWhole(high)} steps, ${pInWords(p)}`;
  if (adjusted < SIGNIFICANCE) return `reaches ${target} ${direction(mean, baseline)} (${interval})${cut}`;
  const open = p < SIGNIFICANCE ? `, not significant after Holm's correction, adjusted ${pInWords(adjusted)}` : "";
  return `shows no significant difference from ${baseline} in how soon it reaches ${target} (${interval}${open})${cut}`;
}

function direction(mean: number, baseline: string): string {
  if (mean === 0) return `as soon as ${baseline}`;
  return `${whole(Math.abs(mean))} steps ${mean < 0 ? "sooner" : "later"} than ${baseline}`;
}

/** "1,234" */
export function whole(count: number): string {
  return Math.round(count).toLocaleString("en");
}

/** "+120", "−30" */
export function signedWhole(count: number): string {
  const rounded = Math.round(count);
  return rounded === 0 ? "0" : `${rounded > 0 ? "+" : "−"}${whole(Math.abs(rounded))}`;
}
