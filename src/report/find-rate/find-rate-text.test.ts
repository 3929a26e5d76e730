import { expect, test } from "vitest";
import type { RateTest } from "../../train/find-rate/find-rate.ts";
import { findRateHtml } from "./find-rate-html.ts";
import { findRateText } from "./find-rate-text.ts";

/** As it was printed by `--json` before it said what computed it. */
const EARLIER: RateTest = JSON.parse(`{
  "rates": [0.001, 0.01, 0.1], "losses": [2, 1, 4], "smoothed": [2, 1.5, 2.5], "ended": "exploded",
  "explanation": "No suggestion: the loss exploded after 3 steps."
}`);

test("a test that an earlier version made is shown, though it does not say what computed it", () => {
  expect(findRateText(EARLIER)).toContain("No suggestion: the loss exploded after 3 steps.");
  expect(findRateHtml(EARLIER)).toContain("No suggestion: the loss exploded after 3 steps.");
});

test("what computed it is a text, where it is said", () => {
  const wrong = { ...EARLIER, backend: 7 } as unknown as RateTest;
  for (const show of [findRateText, findRateHtml])
    expect(() => show(wrong)).toThrow(/^findRate(Text|Html): expected a range test/);
  expect(findRateText({ ...EARLIER, backend: "reference" })).toBe(findRateText(EARLIER));
});
