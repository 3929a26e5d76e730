import { type Comparison, findingsOf } from "../findings.ts";
import type { Effect } from "../study.ts";
import { conclusionsOf } from "./conclusions.ts";
import { verdict } from "./verdict.ts";

/**
 * What each variant measured and how it differs from the base, paired by seed, and what that allows to say. Runs that
 * failed, or whose test loss or measure is not finite, are left out together with their partner, and mentioned.
 * Intervals of shares are cut at what is possible.
 */
export function effectsOf(comparison: Comparison): { effects: Effect[]; conclusions: string[] } {
  const findings = findingsOf(comparison);
  const effects = findings.map((finding) => ({
    variant: finding.variant,
    changes: finding.changes,
    ...(finding.rate && { rate: finding.rate }),
    value: finding.value,
    ...(finding.difference && { difference: finding.difference }),
    verdict: verdict(finding, comparison),
  }));
  return { effects, conclusions: conclusionsOf(findings, comparison) };
}
