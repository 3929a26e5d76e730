import fc from "fast-check";
import { expect, test } from "vitest";
import { isDeeper } from "./is-deeper.ts";

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

test("the depth of a text is that of its value, whatever stands in its strings", () => {
  const text = fc.string({ unit: fc.constantFrom("[", "{", "]", "}", '"', "\\", "a", ",") });
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 6 }, text, fc.integer(), fc.array(tie("value")), fc.dictionary(text, tie("value"))),
  }));
  fc.assert(
    fc.property(value, fc.nat(8), (json, most) => {
      expect(isDeeper(JSON.stringify(json), most)).toBe(depthOf(json) > most);
    }),
  );
});

test.each(['"', '["\\', "]]]]", '{"a', "", "\\"])("a text that is no JSON, such as %j, has an end", (text) => {
  expect(isDeeper(text, 5)).toBe(false);
});
