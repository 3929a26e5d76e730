import type { Estimate } from "../../compare/study.ts";
import type { MetricUnit } from "../../model/metric.ts";

/** What paired runs with and without a change showed on the test set. Plain JSON. */
export interface CureStudy {
  /** What was measured: "accuracy". */
  metric: string;
  /** A share is shown in percent. */
  unit: MetricUnit;
  /** Whether a larger measure is a better one. */
  higherIsBetter: boolean;
  /** The mean difference, changed − unchanged, over the seeds in which both were measured; absent without any. */
  mean?: number;
  /** Where its 95 % interval begins; absent with one seed. */
  low?: number;
  /** Where its 95 % interval ends; absent with one seed. */
  high?: number;
  /** Two-sided p of the paired test; absent with one seed. */
  p?: number;
  /** What the recipe measured without the change. */
  before: Estimate;
  /** What it measured with the change. */
  after: Estimate;
  /** The seeds that both were trained with. */
  seeds: readonly number[];
  /** How many runs failed, such as by a loss that is not finite. */
  failed: { before: number; after: number };
  /** What compare says of it, as one sentence. */
  verdict: string;
}

/** One advice that was put to the test, or why it was not. Plain JSON. */
export interface CureTrial {
  /** The diagnosis that it is against: "unscaledInputs". */
  diagnosis: string;
  /** In words: "Scale the inputs". */
  advice: string;
  /** Keys of the recipe with their new values; empty for what no recipe can say. */
  change: Readonly<Record<string, unknown>>;
  /** The same as flags of the command line. */
  flags: string;
  /** Absent where it was not trained. */
  study?: CureStudy;
  /** Whether it helped and is part of the cured recipe. */
  kept: boolean;
  /** Why it was kept or not, as one sentence. */
  why: string;
}
