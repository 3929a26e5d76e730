import { fatesOf } from "../../compare/run-fate.ts";
import { standardErrors } from "../../compare/statistics.ts";
import type { Estimate, Study } from "../../compare/study.ts";
import { counted, isShare, pInWords, signed } from "../../compare/words/numbers-in-words.ts";

export { counted, isShare, signed } from "../../compare/words/numbers-in-words.ts";

/** What stands for a number that is absent. */
export const ABSENT = "—";

/** "98.94 %" for a share, "0.0312" for another measure, "not finite" for a number that ran away. */
export function measured(value: number | null | undefined, metric: string): string {
  if (value === undefined) return ABSENT;
  if (value === null || !Number.isFinite(value)) return "not finite";
  return isShare(metric) ? percent(value) : withMinus(value.toFixed(Math.abs(value) < 100 ? 4 : 1));
}

/** The mean of an estimate, if any run gave it one. */
export const meanOf = ({ mean, count }: Estimate, metric: string) => (count === 0 ? ABSENT : measured(mean, metric));

/** "98.94 %" */
export const percent = (share: number) => `${withMinus((100 * share).toFixed(2))} %`;

/** One sign for what is below 0, "−", however it came about. */
const withMinus = (number: string) => number.replace("-", "−");

/** Marks the end of an interval that was cut at what is possible. */
export const CUT = "*";

/** The interval of a measure, "98.70 to 99.12" in percent or "0.0312 to 0.0347"; absent with one seed. */
export const interval = (estimate: Estimate, metric: string) =>
  ends(estimate, (end) => measured(end, metric).replace(" %", ""));

/** The interval of a difference, "+0.10 to +0.74"; absent with one seed. */
export const signedInterval = (estimate: Estimate, metric: string) => ends(estimate, (end) => signed(end, metric));

/** "77.08 to 100*": an end of 0, 1 or −1 that was cut off needs no decimals, and has a mark. */
function ends({ low, high, beyond }: Estimate, show: (end: number) => string): string {
  if (low === undefined || high === undefined) return ABSENT;
  const cut = (end: number) => show(end).replace(/\.0+$/, "") + CUT;
  return `${beyond?.low === undefined ? show(low) : cut(low)} to ${beyond?.high === undefined ? show(high) : cut(high)}`;
}

/**
 * What the mark says, and why intervals of few seeds are as wide as that: "* Cut at what is possible. Of 2 seeds, a 95 %
 * interval reaches 12.7 standard errors to either side of the mean, of 10 seeds 2.3."; nothing where none was cut.
 */
export function cutNote(estimates: readonly (Estimate | undefined)[]): string {
  const cut = estimates.filter((estimate) => estimate?.beyond !== undefined).map((estimate) => estimate!.count);
  if (cut.length === 0) return "";
  const fewest = Math.min(...cut);
  const reach = (count: number) => standardErrors(count).toFixed(1);
  const why = `Of ${fewest} seeds, a 95 % interval reaches ${reach(fewest)} standard errors to either side of the mean`;
  return `${CUT} Cut at what is possible. ${why}${fewest < 10 ? `, of 10 seeds ${reach(10)}` : ""}.`;
}

/** The unit of a difference as a table's heading says it: "percentage points", or nothing. */
export const differenceUnit = (metric: string) => (isShare(metric) ? "percentage points" : "");

/** "0.034" or "< 0.001", for a column that is headed p. */
export const pInColumn = (p: number | undefined) => (p === undefined ? ABSENT : pInWords(p).replace(/^p (= )?/, ""));

/** "2026-03-01 12:30 UTC" of an ISO 8601 instant in UTC; anything else as it is. */
export const instant = (iso: string) => iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, "$1 $2 UTC");

/** A sentence with no-break spaces within "95 %" and "p = 0.034". */
export const unbroken = (sentence: string) =>
  sentence.replace(/(\d) %/g, "$1\u00a0%").replace(/\bp ([=<]) /g, "p\u00a0$1\u00a0");

/** "32 runs", or "2 of 32 runs" of a study that was interrupted. */
export function runsInWords({ runs, metric }: Pick<Study, "runs" | "metric">): string {
  const { ended } = fatesOf(runs, metric);
  return `${ended === runs.length ? "" : `${ended} of `}${counted(runs.length, "run")}`;
}

/** A name, a time or a fact that is short enough to stand on one line, kept on one. */
export const unbrokenName = (name: string) => (name.length <= 24 ? name.replaceAll(" ", "\u00a0") : name);

/** Names for a place `room` characters wide: where one is longer, all without the first words that they share. */
export function withoutSharedStart(names: string[], room: number): string[] {
  if (names.every((name) => name.length <= room)) return names;
  const words = names.map((name) => name.split(" "));
  const most = Math.min(...words.map((each) => each.length)) - 1;
  let shared = 0;
  while (shared < most && words.every((each) => each[shared] === words[0]![shared])) shared++;
  return words.map((each) => each.slice(shared).join(" "));
}
