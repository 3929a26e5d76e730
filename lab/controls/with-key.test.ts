import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { type Experiment, recipeOf } from "../experiment.ts";
import { editsOf } from "./edits.ts";
import { joined, parted, withKey } from "./with-key.ts";

const experiment: Experiment = {
  chapter: "dropout",
  which: "main",
  base: { model: "mlp", epochs: 3 },
  a: {},
  b: { dropout: 0.5 },
  seed: 1,
  seeds: 1,
};

test("a key of both, of a side, and back", () => {
  const apart = withKey(parted(experiment, "epochs"), "b", "epochs", 5);
  expect([recipeOf(apart, "a").epochs, recipeOf(apart, "b").epochs]).toEqual([3, 5]);
  expect(recipeOf(withKey(apart, "a", "epochs", undefined), "a")).not.toHaveProperty("epochs");
  expect(joined(apart, "epochs")).toEqual(experiment);
});

test("a key that only B had is that of A, when both have it", () => {
  const same = joined(experiment, "dropout");
  expect([recipeOf(same, "a"), recipeOf(same, "b")]).toEqual([experiment.base, experiment.base]);
});

/** A race of which only the experiment is there. */
function still() {
  const now = signal(experiment);
  const set = (next: Experiment) => {
    now.value = next;
  };
  return { now, race: { experiment: now, set } };
}

test("what changes nothing is no change to take back", () => {
  const { race } = still();
  const edits = editsOf(race);
  edits.edit({ ...experiment });
  expect(edits.canUndo.value).toBe(false);
});

test("a change is taken back, not one of another chapter", () => {
  const { now, race } = still();
  const edits = editsOf(race);
  edits.edit({ ...experiment, seed: 2 });
  edits.edit({ ...experiment, seed: 3 });
  edits.undo();
  expect(now.value.seed).toBe(2);
  race.set({ ...experiment, chapter: "optimizers" });
  expect(edits.canUndo.value).toBe(false);
});
