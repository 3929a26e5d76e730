import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance } from "./edit-distance.ts";

describe("editDistance", () => {
  test.each([
    ["kitten", "sitting", 3],
    ["saturday", "sunday", 3],
    ["learningrate", "learnigrate", 1],
    ["adam", "adma", 2],
    ["", "adam", 4],
    ["adam", "adam", 0],
  ])("from %j to %j is %d", (from, to, edits) => {
    expect(editDistance(from, to)).toBe(edits);
    expect(editDistance(to, from)).toBe(edits);
  });

  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });

  test("grows by at most one with each letter", () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom("a", "b", "c"), (from, to, letter) => {
        expect(Math.abs(editDistance(from + letter, to) - editDistance(from, to))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("is no longer by way of another text", () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});
