import { expect, test } from "vitest";
import { atOnce, inTurns, type Stages } from "./in-turns.ts";

/** Some stages of some milliseconds each. */
function* busy(stages: number, milliseconds: number): Stages<string> {
  for (let i = 0; i < stages; i++) {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    yield;
  }
  return "done";
}

test("lets others have their turn between long stages, and gives the same", async () => {
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  expect(await inTurns(busy(4, 20))).toBe("done");
  const between = turns;
  expect(atOnce(busy(4, 20))).toBe("done");
  clearInterval(others);
  expect(between).toBeGreaterThanOrEqual(3);
  expect(turns).toBe(between);
});

test("passes on what goes wrong", async () => {
  // biome-ignore lint/correctness/useYield: it fails before
  function* failing(): Stages<never> {
    throw new Error("no plan");
  }
  await expect(inTurns(failing())).rejects.toThrow("no plan");
  expect(() => atOnce(failing())).toThrow("no plan");
});
