import { expect, test } from "vitest";
import { countText, numberText, percentText, percentTick, pointsText } from "./number-text.ts";

test("numbers have three digits, a real minus, and powers of ten where they are very small or large", () => {
  const values = [0, 0.8391, -0.5, 12.34, 999, 6908, 123456, 3.2e-5, 1e-4, -2e7];
  expect(values.map(numberText)).toEqual([
    "0",
    "0.839",
    "−0.5",
    "12.3",
    "999",
    "6,908",
    "123,456",
    "3.2e-5",
    "1e-4",
    "−2e7",
  ]);
});

test("what is no number is said in words", () => {
  expect([undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(numberText)).toEqual([
    "–",
    "not a number",
    "infinite",
    "−infinite",
  ]);
});

test("shares are percent, their differences points", () => {
  expect(percentText(0.8391)).toBe("83.9\u00a0%");
  expect(percentTick(0.8)).toBe("80\u00a0%");
  expect(pointsText(0.012)).toBe("1.2 points");
  expect([7, 1000, 1234567, -1500].map(countText)).toEqual(["7", "1,000", "1,234,567", "−1,500"]);
});
