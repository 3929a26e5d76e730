import type { Study } from "../../compare/study.ts";
import { every } from "../../compare/words/number-words.ts";
import { measured } from "./format.ts";
import { unitOf } from "./unit-of.ts";

/**
 * What is reached without looking at any input, as one sentence: "The simplest answer, always the most frequent class, has test
 * accuracy 10.20 %."; nothing where no run says it.
 */
export function simplestInWords(study: Study): string | undefined {
  const unit = unitOf(study);
  const byValue = new Map<string, string[]>();
  for (const { variant, simplest } of study.effects) {
    if (simplest === undefined) continue;
    const value = measured(simplest, unit);
    byValue.set(value, [...(byValue.get(value) ?? []), variant]);
  }
  if (byValue.size === 0) return undefined;
  const values = [...byValue].map(([value, variants]) =>
    byValue.size === 1 ? value : `${value} for ${every(variants)}`,
  );
  const answer = unit === "target" ? "the mean of the training targets" : "the most frequent class or the mean target";
  return `The simplest answer, always ${answer}, has test ${study.metric} ${every(values)}.`;
}
