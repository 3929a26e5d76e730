import { expect, test } from "vitest";
import { compareProgram } from "./compare-program.ts";

const EXPERIMENT = {
  chapter: "dropout",
  which: "main",
  base: { model: "mlp", hidden: [512], schedule: "stepDecay" },
  a: { dropout: 0 },
  b: { dropout: 0.5, schedule: null },
  seed: 3,
  seeds: 2,
} as const;

test("a program names both sides and the seeds of the race", () => {
  const program = compareProgram({ ...EXPERIMENT, base: { model: "mlp", hidden: [512] }, b: { dropout: 0.5 } }, NAMES);
  expect(program).toContain('import { compare } from "evenkeel";');
  expect(program).toContain('base: { model: "mlp", hidden: [512] },');
  expect(program).toContain('variants: { without: { dropout: 0 }, "with dropout": { dropout: 0.5 } },');
  expect(program).toContain("seeds: [3, 4],");
});

test("a key that one side takes out stands with the other side", () => {
  const program = compareProgram(EXPERIMENT, NAMES);
  expect(program).toContain('base: { model: "mlp", hidden: [512] },');
  expect(program).toContain('without: { schedule: "stepDecay", dropout: 0 }');
  expect(program).toContain('"with dropout": { dropout: 0.5 }');
});

const NAMES = { a: "without", b: "with dropout" };
