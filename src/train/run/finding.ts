/** How grave a finding is. Information is no warning: a run with nothing else is healthy. */
export type Severity = "severe" | "warning" | "information";

/** One sign: what was measured, and what it was compared with. Plain JSON. */
export interface Evidence {
  /** What was measured, in words: "root mean square of the inputs". */
  signal: string;
  /** What it is. */
  value: number;
  /** The limit that the value is beyond. */
  threshold: number;
  /** Whether values above the limit are signs, or those below it. "above" by default. */
  beyond?: "above" | "below";
  /** The layer where it was measured, by its path: "2.relu". */
  layer?: string;
  /** The step at which it was measured, counted from 1. */
  step?: number;
}

/** What can be done. Plain JSON. */
export interface Advice {
  /** In words: "Scale the inputs". */
  text: string;
  /** Keys of a recipe with their new values; empty for what no recipe can say, such as mending labels. */
  change: Readonly<Record<string, unknown>>;
  /** The same as flags of the command line: "--scaling standardize". */
  flags: string;
  /** The same in a program: "train(model, data, { scaling: standardize() })". */
  code: string;
}

/** One disease of a run. Plain JSON. */
export interface Finding {
  /** The name of the diagnosis: "unscaledInputs". */
  diagnosis: string;
  severity: Severity;
  /** In [0, 1]: 1 for what is so by definition, else 1 − Π 1/(1 + r) over its signs, each r times its threshold (r at most 10). */
  confidence: number;
  /** Where: "inputs", "3.dense", "optimizer". */
  where: string;
  evidence: readonly Evidence[];
  /** What it means for the run, in one or two sentences. */
  meaning: string;
  advice: readonly Advice[];
  /** Where the rule comes from. */
  source: string;
  /** The diagnosis of a finding that explains this one, which then stands behind it. */
  consequenceOf?: string;
}
