import { checkOption, count } from "../../options.ts";
import type { RateTest } from "../../train/find-rate/find-rate.ts";
import { showRate } from "../../train/find-rate/suggest-rate.ts";
import { spacedIndices } from "../chart/spaced-indices.ts";
import { hanging } from "../words/wrap.ts";
import { expectRateTest } from "./expect-rate-test.ts";

/**
 * A range test for the terminal: the smoothed loss at some rates as bars, and the suggestion.
 * @param width columns that no line exceeds; a whole number, 80 by default.
 * @throws a usage error for what is no range test.
 * @example
 * console.log(findRateText(await findRate(model, data)));
 */
export function findRateText(test: RateTest, width = 80): string {
  expectRateTest("findRateText", test);
  checkOption("findRateText: width", count(80), width);
  const { rates, smoothed, explanation } = test;
  const least = Math.min(...smoothed);
  const most = Math.max(smoothed[0] ?? 0, least); // the bars of larger losses end at the edge
  const room = Math.max(10, Math.min(50, width - 30));
  const lines = spacedIndices(rates.length, 20).map((i) => {
    const share = most === least ? 1 : Math.min(1, (smoothed[i] - least) / (most - least));
    const bar = "█".repeat(Math.round(share * room));
    return `  ${showRate(rates[i]).padStart(8)}  ${smoothed[i].toPrecision(4).padStart(9)}  ${bar}`;
  });
  return [
    ...(lines.length === 0 ? [] : ["      rate       loss", ...lines, ""]),
    ...hanging("", explanation, width),
  ].join("\n");
}
