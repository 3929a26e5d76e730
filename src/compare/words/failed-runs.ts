import type { Comparison } from "../findings.ts";
import { outcomeOf } from "../run-outcome.ts";

/** How many runs of a study failed, of how many; and the same of each variant that has some. */
export function failedRuns({ runs, variants, metric }: Comparison) {
  const count = (own: Comparison["runs"]) => ({
    failed: own.filter((run) => outcomeOf(run, metric) === "failed").length,
    all: own.length,
  });
  const each = variants.map(({ name }) => ({ name, ...count(runs.filter(({ variant }) => variant === name)) }));
  return { ...count(runs), variants: each.filter(({ failed }) => failed > 0) };
}
