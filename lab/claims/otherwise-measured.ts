import type { Study } from "evenkeel";
import type { Pair } from "../chapters/chapter.ts";
import { accuracyOf } from "./accuracy-of.ts";
import { meanOf } from "./mean-of.ts";

/** What the pairs say by the measure of their task, where a sentence is about accuracy and they have none. */
export interface OtherwiseMeasured {
  metric: string;
  unit: Study["unit"];
  /** Means over the seeds. */
  a: number;
  b: number;
  /** B − A, with its 95 % interval from two seeds on. */
  mean: number;
  low: number | undefined;
  high: number | undefined;
  pairs: number;
  /** Which side is ahead: of one pair as it is, of more where the whole interval says so. */
  ahead: "a" | "b" | "neither";
}

/** Undefined where a run has an accuracy, where one failed, and where nothing was compared yet. */
export function otherwiseMeasured(pairs: readonly Pair[], study: Study | undefined): OtherwiseMeasured | undefined {
  const runs = pairs.flatMap(({ a, b }) => [a, b]);
  if (study === undefined || runs.length === 0 || runs.some((run) => accuracyOf(run) !== undefined)) return undefined;
  const { metric, unit, higherIsBetter } = study;
  const difference = study.effects.find(({ kind }) => kind !== "base")?.difference;
  const [a, b] = (["a", "b"] as const).map((arm) => meanOf(pairs.map((pair) => pair[arm].test?.[metric])));
  if (a === undefined || b === undefined || difference === undefined) return undefined;
  const { mean, low, high, count } = difference;
  const sign = higherIsBetter ? 1 : -1;
  const ends = [low ?? mean, high ?? mean].map((end) => sign * end);
  const ahead = Math.min(...ends) > 0 ? "b" : Math.max(...ends) < 0 ? "a" : "neither";
  return { metric, unit, a, b, mean, low, high, pairs: count, ahead };
}
