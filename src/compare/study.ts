import type { MetricUnit } from "../model/metric.ts";
import type { History, Measures, Stopped, TestMeasures } from "../train/run/history.ts";
import type { Look } from "./statistics/alpha-spending.ts";
import type { Interval } from "./statistics/bca-interval.ts";
import type { EffectSize } from "./statistics/effect-size.ts";
import type { EquivalenceTest } from "./statistics/equivalence-test.ts";
import type { Estimate } from "./statistics/estimate.ts";
import type { PermutationTest } from "./statistics/permutation-test.ts";
import type { SignTest } from "./statistics/sign-test.ts";
import type { VarianceComponents } from "./statistics/variance-components.ts";
import type { TimeToTarget } from "./times.ts";
import type { Tuning } from "./tuning/tuning.ts";

export type {
  EffectSize,
  EquivalenceTest,
  Estimate,
  Interval,
  Look,
  PermutationTest,
  SignTest,
  TimeToTarget,
  VarianceComponents,
};

/** One training run of a study. Plain JSON. */
export interface StudyRun {
  /** The variant's name, such as "dropout 0.5". */
  variant: string;
  /** Its seed. */
  seed: number;
  /** The seed of its split of the data, in a study with `dataSeeds`; else absent. */
  dataSeed?: number;
  /** One row an epoch. */
  history: History;
  /** Absent if the run failed. */
  test?: TestMeasures;
  /** The same measures of the simplest answer, which looks at no input; absent if the run failed or had no such measures. */
  baseline?: Measures;
  /** The same on the training set, by the finished network; only with `measureTraining`. */
  trained?: Measures;
  /** Why and when it ended; absent if it failed. */
  stopped?: Stopped;
  /** Steps of training, skipped ones too; absent if it failed, and in studies of 0.1.0. */
  steps?: number;
  /** How long it took, in seconds. */
  seconds: number;
  /** The error message that ended the run, or that it was interrupted. */
  failure?: string;
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
 * - `equivalent`: it includes 0, and lies within the margin of `equivalence`, significant after Holm's correction
 * - `clear`, `doubtful`: it excludes 0, and the difference is significant after Holm's correction, or is not
 */
export type FindingKind =
  | "base"
  | "none"
  | "single"
  | "same"
  | "constant"
  | "open"
  | "equivalent"
  | "clear"
  | "doubtful";

/**
 * A mean difference with its 95 % interval, and what other tests say of it. Where seeds were added until the study was
 * decided, the interval and p of the t test and of equivalence allow for all looks; the others are of all seeds, as if there
 * had been one look. With `dataSeeds`, interval and p are over seeds and splits, and the tests that take independent
 * differences are absent.
 */
export interface Difference extends Estimate {
  /** Two-sided p of the paired t test; absent with one seed. */
  p?: number;
  /** p after Holm's correction for all comparisons of the study. */
  adjusted?: number;
  /** The true difference that 4 of 5 studies of this size would find. */
  detectable?: number;
  /** The 95 % bootstrap interval (BCa); absent with fewer than 5 seeds, and where differences do not vary. */
  bootstrap?: Interval;
  /** The permutation test by flipping signs, which takes no normal distribution. */
  permutation?: PermutationTest;
  /** The sign test: in how many seeds the variant was ahead. */
  sign?: SignTest;
  /** The difference in standard deviations; absent where differences do not vary. */
  size?: EffectSize;
  /** Whether it is within the margin of `equivalence`; absent without one. */
  equivalence?: EquivalenceTest;
  /** What the differences vary with; only with `dataSeeds`. */
  variance?: VarianceComponents;
}

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
  difference?: Difference;
  /** What the metric varies with; only with `dataSeeds`. */
  variance?: VarianceComponents;
  /** How soon the runs reached the target of `reach`; absent without one. */
  time?: TimeToTarget;
  /** How many comparisons Holm's correction is for. */
  comparisons: number;
  /** Seeds of this variant or the baseline; with `dataSeeds`, pairs of a seed and a split. */
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

/** A measure of the validation set to reach. */
export interface Reach {
  /** The metric, such as "accuracy". */
  metric: string;
  /** What it is to be at least, or at most where lower is better. */
  value: number;
  /** Whether it is to be at least that. */
  higherIsBetter: boolean;
  /** Of the metric. */
  unit: MetricUnit;
}

/** What a study shows beside its metric: numbers by row and column. Plain JSON. */
export interface StudyTable {
  /** What it shows. */
  title: string;
  /** From left to right. */
  columns: {
    /** By which rows have the cell. */
    name: string;
    heading: string;
    /** How its numbers are shown: a share in percent, a count whole. Absent for words. */
    unit?: "share" | "number" | "count";
  }[];
  /** From top to bottom: cells by the names of columns. */
  rows: Record<string, string | number>[];
  /** What the columns mean, and where they come from. */
  note: string;
}

/** A finished comparison: everything that the report shows. Plain JSON. */
export interface Study {
  /** What is compared, for the head of the report. */
  title: string;
  /** What is asked: "Does dropout help a network that memorizes its few samples?" Absent where nobody said. */
  question?: string;
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
  /** The seeds of the splits of the data, with each of which every seed was run; absent without `dataSeeds`. */
  dataSeeds?: number[];
  /** The largest difference that counts as none; absent without `equivalence`. */
  equivalence?: number;
  /** The measure of the validation set that runs were to reach; absent without `reach`. */
  reach?: Reach;
  /** When there were looks at the results to add seeds, and what each could conclude; absent without `untilDecided`. */
  untilDecided?: {
    /** How many seeds there could be. */
    most: number;
    /** The looks that there were, the last one last. Levels are those of a single comparison. */
    looks: Look[];
    /** Whether every comparison was decided: significant after Holm's correction, equivalent, or without any difference. */
    decided: boolean;
  };
  /** Every run, in the order in which they were planned. */
  runs: StudyRun[];
  /** In the order of the variants, the baseline first. */
  effects: Effect[];
  /** What can be concluded from the whole study, one sentence each. */
  conclusions: string[];
  /** How values were tuned for each variant before it was compared; absent without tuning. */
  tuning?: Tuning;
  /** What was measured besides, by the kind of study: training against test, the ambiguity of ensembles. Absent without any. */
  tables?: StudyTable[];
  /** On what it was computed, and when. */
  environment: {
    /** "0.1.0" */
    evenkeel: string;
    /** "Node.js v20.20.2" or a browser's name. */
    platform: string;
    /** "wasm, one thread a run" */
    backend: string;
    /** How many runs at a time; with a queue, the most that were seen. */
    parallel: number;
    /** How many workers of a queue carried out runs; absent without a queue. */
    workers?: number;
    /** ISO 8601. */
    date: string;
  };
  /** How many of the runs an earlier call had done, which `checkpoint` kept; absent without any. */
  doneBefore?: number;
  /** The command that carries it out again, for a POSIX shell; absent where none was given. */
  command?: string;
  /** How long it took, in seconds, without earlier calls. */
  seconds: number;
}
