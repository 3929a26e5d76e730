import type { History, Measures, Stopped } from "../train/run/history.ts";

/** One training run of a study. Plain JSON. */
export interface StudyRun {
  /** The variant's name, such as "dropout 0.5". */
  variant: string;
  seed: number;
  history: History;
  /** Absent if the run failed. */
  test?: Measures;
  stopped?: Stopped;
  seconds: number;
  /** The message of the error that ended the run, or that it was interrupted. */
  failure?: string;
}

/**
 * The mean of a measure over the seeds, with its 95 % interval (Student's t); the interval is absent with one seed. That
 * of a share ends at what is possible.
 */
export interface Estimate {
  mean: number;
  low?: number;
  high?: number;
  /** The ends of Student's interval that were cut off, since no share lies there: { high: 1.012 }. */
  beyond?: { low?: number; high?: number };
  /** Standard deviation over the seeds; absent with one seed. */
  deviation?: number;
  count: number;
}

/** The learning rate of a variant. */
export interface Rate {
  optimizer: string;
  value: number;
  /** Whether it is the optimizer's own, for the recipe gives none. */
  byDefault: boolean;
}

/** What a variant did, and how it differs from the base, paired by seed. */
export interface Effect {
  variant: string;
  /** What was changed against the base: { dropout: 0.5 }. */
  changes: Record<string, unknown>;
  rate?: Rate;
  /** The study's metric on the test part. */
  value: Estimate;
  /** variant − base for each seed; absent for the base itself. */
  difference?: Estimate & {
    /** Two-sided p of the paired t test; absent with one seed. */
    p?: number;
  };
  /** What can, and what cannot, be concluded, as one sentence. */
  verdict: string;
}

/** A finished comparison: everything that the report shows. Plain JSON. */
export interface Study {
  title: string;
  /** The measure compared, "accuracy" (higher is better) or "loss" (lower is better). */
  metric: string;
  higherIsBetter: boolean;
  /** The recipe all variants start from, with every default filled in. */
  base: Record<string, unknown>;
  /** The name of the variant that the others are compared to. */
  baseline: string;
  seeds: number[];
  runs: StudyRun[];
  /** In the order of the variants, the baseline first. */
  effects: Effect[];
  /** What all of it together allows to say, one sentence each. */
  conclusions: string[];
  environment: {
    /** "0.1.0" */
    evenkeel: string;
    /** "Node.js v20.20.2" or a browser's name. */
    platform: string;
    /** "wasm, relaxed SIMD" */
    backend: string;
    /** Runs at a time. */
    parallel: number;
    /** ISO 8601. */
    date: string;
  };
  seconds: number;
}
