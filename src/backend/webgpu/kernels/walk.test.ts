import { expect, test } from "vitest";
import { indicesOf, walk } from "./walk.ts";

test("a walk leaves out what does not move, and subtracts steps backwards", () => {
  expect(walk("at", [12, 0, -3, 1], ["i0", "i1", "i2", "i3"])).toBe("at + i0 * 12u - i2 * 3u + i3");
});

test("indices are taken from the number of an element, the last axis first", () => {
  expect(indicesOf("n", [4, 9, 5, 3], [0, 2, 3]).split("\n")).toEqual([
    "let i3 = n % 3u;",
    "let above3 = n / 3u;",
    "let i2 = above3 % 5u;",
    "let above2 = above3 / 5u;",
    "let i0 = above2;",
  ]);
});
