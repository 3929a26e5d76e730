import { outcomesOf } from "../../compare/run-outcome.ts";
import { standardErrors } from "../../compare/statistics/estimate.ts";
import type { Estimate, Study } from "../../compare/study.ts";
import { counted, decimalsOf, pInWords, signed } from "../../compare/words/number-words.ts";
import type { MetricUnit } from "../../model/metric.ts";

/** What stands for a number that is absent. */
export const ABSENT = "—";

/** "98.94 %" for a share, "0.0312" for a number, "not finite" for NaN and infinity. */
export function measured(value: number | null | undefined, unit: MetricUnit): string {
  if (value === undefined) return ABSENT;
  if (value === null || !Number.isFinite(value)) return "not finite";
  return unit === "share" ? percent(value) : withMinus(inDigits(value));
}

/** Numbers that four decimals would make 0 have three digits instead: "3.42e-6". */
function inDigits(value: number): string {
  const small = value !== 0 && Math.abs(value) < 1e-3;
  return small ? value.toPrecision(3) : value.toFixed(decimalsOf(value));
}

/** The mean of an estimate, if there was any run. */
export function meanOf({ mean, count }: Estimate, unit: MetricUnit): string {
  return count === 0 ? ABSENT : measured(mean, unit);
}

/** "98.94 %" */
export function percent(share: number): string {
  return `${withMinus((100 * share).toFixed(2))} %`;
}

/** "−" for every number below 0. */
function withMinus(number: string): string {
  return number.replace(/^-/, "−");
}

/** Marks the end of an interval that was cut. */
export const CUT = "*";

/** The interval of a metric, "98.70 to 99.12" in percent or "0.0312 to 0.0347"; absent with one seed. */
export function interval(estimate: Estimate, unit: MetricUnit): string {
  return ends(estimate, (end) => measured(end, unit).replace(" %", ""));
}

/** The interval of a difference, "+0.10 to +0.74"; absent with one seed. */
export function signedInterval(estimate: Estimate, unit: MetricUnit): string {
  return ends(estimate, (end) => signed(end, unit));
}

/** "77.08 to 100*": an end that was cut, at 0, 1 or −1, has no decimals but a mark. */
function ends({ low, high, beyond }: Estimate, show: (end: number) => string): string {
  if (low === undefined || high === undefined) return ABSENT;
  const cut = (end: number) => show(end).replace(/\.0+$/, "") + CUT;
  return `${beyond?.low === undefined ? show(low) : cut(low)} to ${beyond?.high === undefined ? show(high) : cut(high)}`;
}

/**
 * What the mark means, and why intervals of few seeds are so wide: "* Cut at the possible range. With 2 seeds, a 95 %
 * interval is the mean ± 12.7 standard errors; with 10 seeds, ± 2.3."; nothing where none was cut.
 */
export function cutNote(estimates: readonly (Estimate | undefined)[]): string {
  const cut = estimates.flatMap((estimate) => (estimate?.beyond === undefined ? [] : [estimate.count]));
  if (cut.length === 0) return "";
  const fewest = Math.min(...cut);
  const reach = (count: number) => standardErrors(count).toFixed(1);
  const why = `With ${fewest} seeds, a 95 % interval is the mean ± ${reach(fewest)} standard errors`;
  return `${CUT} Cut at the possible range. ${why}${fewest < 10 ? `; with 10 seeds, ± ${reach(10)}` : ""}.`;
}

/** The unit of a difference in a table's heading: "percentage points", or nothing. */
export function differenceUnit(unit: MetricUnit): string {
  return unit === "share" ? "percentage points" : "";
}

/** "0.034" or "< 0.001", for a column that is headed p. */
export function pInColumn(p: number | undefined): string {
  return p === undefined ? ABSENT : pInWords(p).replace(/^p (= )?/, "");
}

/** "2026-03-01 12:30 UTC" of an ISO 8601 instant in UTC; anything else as it is. */
export function instant(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, "$1 $2 UTC");
}

/** A sentence with no-break spaces within "95 %" and "p = 0.034". */
export function unbroken(sentence: string): string {
  return sentence.replace(/(\d) %/g, "$1\u00a0%").replace(/\bp ([=<]) /g, "p\u00a0$1\u00a0");
}

/** "32 runs", or "2 of 32 runs" of a study that was interrupted. */
export function runsInWords({ runs, metric }: Pick<Study, "runs" | "metric">): string {
  const { ended } = outcomesOf(runs, metric);
  return `${ended === runs.length ? "" : `${ended} of `}${counted(runs.length, "run")}`;
}

/** A name, a time or a fact with no-break spaces, if it is short enough for one line. */
export function unbrokenName(name: string): string {
  return name.length <= 24 ? name.replaceAll(" ", "\u00a0") : name;
}

/** Names for a place `room` characters wide: if one is longer, all without the first words that they share. */
export function withoutSharedStart(names: readonly string[], room: number): readonly string[] {
  if (names.every((name) => name.length <= room)) return names;
  const words = names.map((name) => name.split(" "));
  const most = Math.min(...words.map((each) => each.length)) - 1;
  let shared = 0;
  while (shared < most && words.every((each) => each[shared] === words[0][shared])) shared++;
  return words.map((each) => each.slice(shared).join(" "));
}
