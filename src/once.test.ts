import { expect, test } from "vitest";
import { once } from "./once.ts";

test("makes a thing at its first use, and keeps it", () => {
  const made = new Map<string, object>();
  const first = once(made, "a", () => ({}));
  expect(once(made, "a", () => expect.unreachable())).toBe(first);
  expect(once(made, "b", () => ({}))).not.toBe(first);
});
