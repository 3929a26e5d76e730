import { expect, test } from "vitest";
import { logTargets } from "./log-target.ts";

test("a folder, events for TensorBoard, or both", () => {
  expect(logTargets("runs/a")).toEqual([{ kind: "folder", path: "runs/a" }]);
  expect(logTargets(["C:/runs/a", "tensorboard:tb", "./wandb:x"])).toEqual([
    { kind: "folder", path: "C:/runs/a" },
    { kind: "tensorboard", path: "tb" },
    { kind: "folder", path: "./wandb:x" },
  ]);
});

test.each([
  ["tensorbord:tb", 'expected a folder, or "tensorboard:" before one, received "tensorbord:tb"'],
  ["tensorboard:", 'expected a folder, as in "tensorboard:runs/a"'],
  [["a", "a"], "expected each folder once, received a twice"],
])("refuses %o", (log, words) => {
  expect(() => logTargets(log)).toThrow(words);
});
