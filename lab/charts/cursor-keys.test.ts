import { expect, test } from "vitest";
import { cursorAfter } from "./cursor-keys.ts";

const after = (key: string, at: number | undefined, shiftKey = false) => cursorAfter({ key, shiftKey }, at, [1, 100]);

test("arrow keys move by one, with Shift by ten, and stop at the ends", () => {
  expect(after("ArrowLeft", 40)).toEqual({ at: 39 });
  expect(after("ArrowRight", 40, true)).toEqual({ at: 50 });
  expect(after("ArrowRight", 95, true)).toEqual({ at: 100 });
  expect(after("ArrowLeft", 1)).toEqual({ at: 1 });
});

test("without a cursor they begin at the end", () => {
  expect(after("ArrowLeft", undefined)).toEqual({ at: 99 });
  expect(after("Home", undefined)).toEqual({ at: 1 });
  expect(after("End", 3)).toEqual({ at: 100 });
});

test("Escape takes the cursor away, and is left to others when there is none", () => {
  expect(after("Escape", 40)).toEqual({ at: undefined });
  expect(after("Escape", undefined)).toBeUndefined();
  expect(after("a", 40)).toBeUndefined();
});
