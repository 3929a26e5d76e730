import { isShare, pInWords, signed } from "../compare/effects.ts";
import type { Estimate } from "../compare/study.ts";

export { isShare, signed } from "../compare/effects.ts";

/** What stands for a number that is absent. */
export const ABSENT = "—";

/** "98.94 %" for a share, "0.0312" for another measure, "not finite" for a number that ran away. */
export function measured(value: number | null | undefined, metric: string): string {
  if (value === undefined) return ABSENT;
  if (value === null || !Number.isFinite(value)) return "not finite";
  return isShare(metric) ? percent(value) : value.toFixed(Math.abs(value) < 100 ? 4 : 1);
}

/** The mean of an estimate, if any run gave it one. */
export const meanOf = ({ mean, count }: Estimate, metric: string) => (count === 0 ? ABSENT : measured(mean, metric));

/** "98.94 %" */
export const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** The interval of a measure, "98.70 to 99.12" in percent or "0.0312 to 0.0347"; absent with one seed. */
export function interval({ low, high }: Estimate, metric: string): string {
  if (low === undefined || high === undefined) return ABSENT;
  return `${measured(low, metric).replace(" %", "")} to ${measured(high, metric).replace(" %", "")}`;
}

/** The interval of a difference, "+0.10 to +0.74"; absent with one seed. */
export function signedInterval({ low, high }: Estimate, metric: string): string {
  if (low === undefined || high === undefined) return ABSENT;
  return `${signed(low, metric)} to ${signed(high, metric)}`;
}

/** The unit of a difference as a table's heading says it: "percentage points", or nothing. */
export const differenceUnit = (metric: string) => (isShare(metric) ? "percentage points" : "");

/** "0.034" or "< 0.001", for a column that is headed p. */
export const pInColumn = (p: number | undefined) => (p === undefined ? ABSENT : pInWords(p).replace(/^p (= )?/, ""));

export { duration } from "../train/duration.ts";

/** "2026-03-01 12:30 UTC" of an ISO 8601 instant in UTC; anything else as it is. */
export const instant = (iso: string) => iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, "$1 $2 UTC");

/** A sentence with no-break spaces within "95 %" and "p = 0.034". */
export const unbroken = (sentence: string) =>
  sentence.replace(/(\d) %/g, "$1\u00a0%").replace(/\bp ([=<]) /g, "p\u00a0$1\u00a0");

/** "1 seed", "5 seeds" */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Names for a place `room` characters wide: where one is longer, all without the first words that they share. */
export function withoutSharedStart(names: string[], room: number): string[] {
  if (names.every((name) => name.length <= room)) return names;
  const words = names.map((name) => name.split(" "));
  const most = Math.min(...words.map((each) => each.length)) - 1;
  let shared = 0;
  while (shared < most && words.every((each) => each[shared] === words[0]![shared])) shared++;
  return words.map((each) => each.slice(shared).join(" "));
}
