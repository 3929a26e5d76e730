import type { ClaimNumber } from "../chapters/chapter.ts";
import type { OtherwiseMeasured } from "../claims/otherwise-measured.ts";
import { texts } from "../texts/language.ts";
import { metricName } from "./written.ts";

/** The numbers of a measure that no sentence of a chapter is about, each with its words. */
export function otherwiseNumbers({ metric, unit, a, b, mean, low, high }: OtherwiseMeasured): ClaimNumber[] {
  const words = texts().shell.claim.otherwise;
  const label = words.label(metricName(metric));
  const isShare = unit === "share";
  const difference = (label: string, value: number | undefined): ClaimNumber[] =>
    value === undefined ? [] : [{ label, arm: "both", value, as: isShare ? "points" : "number" }];
  return [
    { label, arm: "a", value: a, as: isShare ? "percent" : "number" },
    { label, arm: "b", value: b, as: isShare ? "percent" : "number" },
    ...difference(words.difference, mean),
    ...difference(words.least, low),
    ...difference(words.most, high),
  ];
}
