import type { MetricUnit } from "../model/metric.ts";
import type { History, Measures, Stopped, TestMeasures } from "../train/run/history.ts";

/** One training run of a study. Plain JSON. */
export interface StudyRun {
  /** The variant's name, such as "dropout 0.5". */
  variant: string;
  /** Its seed. */
  seed: number;
  /** One row an epoch. */
  history: History;
  /** Absent if the run failed. */
  test?: TestMeasures;
  /** The same measures of the simplest answer, which looks at no input; absent if the run failed or had no such measures. */
  baseline?: Measures;
  /** Why and when it ended; absent if it failed. */
  stopped?: Stopped;
  /** How long it took, in seconds. */
  seconds: number;
  /** The error message that ended the run, or that it was interrupted. */
  failure?: string;
}

/**
 * The mean of a metric over the seeds, with its 95 % interval (Student's t); one seed has no interval. The interval of a
 * share is cut to [0, 1], and that of a difference of shares to [−1, 1].
 */
export interface Estimate {
  /** The mean over the seeds. */
  mean: number;
  /** Where the 95 % interval begins; absent with one seed. */
  low?: number;
  /** Where the 95 % interval ends; absent with one seed. */
  high?: number;
  /** Student's ends of an interval that was cut: { high: 1.012 }. */
  beyond?: { low?: number; high?: number };
  /** Standard deviation over the seeds; absent with one seed. */
  deviation?: number;
  /** How many seeds there are. */
  count: number;
}

/** The learning rate of a variant. */
export interface Rate {
  optimizer: string;
  value: number;
  /** Whether it is the optimizer's default, because the recipe gives none. */
  byDefault: boolean;
}

/**
 * What the numbers of a variant show:
 *
 * - `base`: it is the baseline
 * - `none`, `single`: no pair of runs, or only one
 * - `same`, `constant`: the difference is 0, or another number, in every seed
 * - `open`: the interval includes 0
 * - `clear`, `doubtful`: it excludes 0, and the difference is significant after Holm's correction, or is not
 */
export type FindingKind = "base" | "none" | "single" | "same" | "constant" | "open" | "clear" | "doubtful";

/** What a variant measured and how it differs from the baseline, paired by seed: numbers without words. */
export interface Finding {
  variant: string;
  /** What was changed against the baseline: { dropout: 0.5 }. */
  changes: Record<string, unknown>;
  rate?: Rate;
  kind: FindingKind;
  /** The study's metric on the test set. */
  value: Estimate;
  /**
   * The same of the simplest answer, which looks at no input: always the shares of the training set's classes, or the mean of
   * its targets. The mean over the seeds; absent for a metric that it does not have, such as the loss.
   */
  simplest?: number;
  /** variant − baseline for each seed; absent for the baseline itself. */
  difference?: Estimate & {
    /** Two-sided p of the paired t test; absent with one seed. */
    p?: number;
    /** p after Holm's correction for all comparisons of the study. */
    adjusted?: number;
  };
  /** How many comparisons Holm's correction is for. */
  comparisons: number;
  /** Seeds of this variant or the baseline. */
  seeds: number;
  /** Seeds in which a run of either failed. */
  failed: number;
  /** Other seeds in which a run of either was interrupted or had not begun. */
  interrupted: number;
}

/** A finding, and what can and cannot be concluded from it, as one sentence. Studies of 0.1.0 lack `kind` and counts. */
export interface Effect extends Finding {
  /** What can and what cannot be concluded, as one sentence. */
  verdict: string;
}

/** A finished comparison: everything that the report shows. Plain JSON. */
export interface Study {
  /** What is compared, for the head of the report. */
  title: string;
  /** The metric that variants are compared by, such as "accuracy". */
  metric: string;
  /** Whether a larger measure is a better one. */
  higherIsBetter: boolean;
  /** A share is shown in percent. Studies of 0.1.0 lack it. */
  unit: MetricUnit;
  /** The recipe that all variants start from, with every default filled in. */
  base: Record<string, unknown>;
  /** The name of the variant that the others are compared to. */
  baseline: string;
  /** The seeds that every variant was trained with. */
  seeds: number[];
  /** Every run, in the order in which they were planned. */
  runs: StudyRun[];
  /** In the order of the variants, the baseline first. */
  effects: Effect[];
  /** What can be concluded from the whole study, one sentence each. */
  conclusions: string[];
  /** On what it was computed, and when. */
  environment: {
    /** "0.1.0" */
    evenkeel: string;
    /** "Node.js v20.20.2" or a browser's name. */
    platform: string;
    /** "wasm, one thread a run" */
    backend: string;
    /** How many runs at a time. */
    parallel: number;
    /** ISO 8601. */
    date: string;
  };
  /** How many of the runs an earlier call had done, which `checkpoint` kept; absent without any. */
  doneBefore?: number;
  /** How long it took, in seconds, without earlier calls. */
  seconds: number;
}
