import { type Comparison, findingsOf } from "./findings.ts";
import type { Study } from "./study.ts";
import { english } from "./words/english.ts";
import type { Words } from "./words/words.ts";

/** The findings of a comparison, with a verdict on each and conclusions from all of them, in the words of a language. */
export function effectsOf(comparison: Comparison, words: Words = english): Pick<Study, "effects" | "conclusions"> {
  const findings = findingsOf(comparison);
  return {
    effects: findings.map((finding) => ({ ...finding, verdict: words.verdict(finding, comparison) })),
    conclusions: words.conclusions(findings, comparison),
  };
}
