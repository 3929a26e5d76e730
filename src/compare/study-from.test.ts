import { expect, test } from "vitest";
import { digits } from "../data/sources/digits.ts";
import { defineRecipe } from "../recipe/define-recipe.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import { recipeData } from "../recipe/recipe-data.ts";
import { trainRecipe } from "../recipe/train-recipe.ts";
import { compare } from "./compare.ts";
import type { StudyRun } from "./study.ts";
import { studyFrom } from "./study-from.ts";
import { studyRunOf } from "./study-run.ts";

const base: RecipeInput = { model: "mlp", hidden: [8], trainSize: 60, validationSize: 20, testSize: 40, epochs: 2 };
const variants = { plain: {}, normalized: { norm: "batch" } } as const;
const facts = { platform: "here", date: new Date(0), parallel: 1 };

/** The same run, without what a clock says. */
const untimed = ({ seconds: _, history, ...run }: StudyRun) => ({
  ...run,
  history: history.map(({ seconds: _, ...epoch }) => epoch),
});

async function runsOf(seeds: readonly number[]): Promise<StudyRun[]> {
  const data = await recipeData(defineRecipe(base));
  const runs: StudyRun[] = [];
  for (const seed of seeds)
    for (const [name, changes] of Object.entries(variants))
      runs.push(studyRunOf(name, seed, await trainRecipe({ ...base, ...changes, seed }, data, { threads: 0 })));
  return runs;
}

test("runs that were carried out elsewhere make the study that compare makes", async () => {
  const options = { base, variants, question: "Does it help?", reach: { accuracy: 0.3 }, equivalence: 0.01, ...facts };
  const compared = await compare({ ...options, seeds: 3 });
  const runs = await runsOf([1, 2, 3]);
  expect(runs.map(untimed)).toEqual(compared.runs.map(untimed));
  // Times are those of the runs that were compared.
  const timed = runs.map((run, i) => ({
    ...run,
    seconds: compared.runs[i].seconds,
    history: compared.runs[i].history,
  }));
  const study = await studyFrom({ ...options, runs: timed.reverse(), seconds: compared.seconds });
  expect(study).toEqual(compared);
  expect(study.command).toContain("evenkeel compare");
});

test("one pair is a study, and half a pair shows nothing yet", async () => {
  const runs = await runsOf([1]);
  const study = await studyFrom({ base, variants, runs });
  expect(study.effects.map(({ kind }) => kind)).toEqual(["base", "single"]);
  const half = await studyFrom({ base, variants, runs: runs.slice(0, 1) });
  expect(half.effects.map(({ kind }) => kind)).toEqual(["base", "none"]);
});

test("what computed the runs is said as it was, and the command computes them so", async () => {
  const runs = await runsOf([1]);
  const byGpu = await studyFrom({ base, variants, runs, backend: "webgpu", computedBy: "webgpu, some adapter" });
  expect(byGpu.environment.backend).toBe("webgpu, some adapter");
  expect(byGpu.command).toMatch(/ --backend webgpu$/);
  const plain = await studyFrom({ base, variants, runs });
  expect(plain.environment.backend).toBe("wasm, one thread a run");
  expect(plain.command).not.toContain("--backend");
  await expect(studyFrom({ base, variants, runs, backend: "auto" as "wasm" })).rejects.toThrow(
    'studyFrom: backend: expected one of wasm, webgpu, reference, received "auto"',
  );
});

test("data that are there already are not loaded", async () => {
  const data = await digits({ train: 60, validation: 20, test: 40 });
  const runs = await runsOf([1]);
  const asked: unknown[] = [];
  await studyFrom({
    ...{ base, variants, runs },
    load(recipe) {
      asked.push(recipe.trainSize);
      return data;
    },
  });
  expect(asked).toEqual([60, 60]);
});

test("a run of another variant, one that is there twice, and none at all are refused", async () => {
  const run: StudyRun = { variant: "plain", seed: 1, history: [], seconds: 0, failure: "none" };
  const from = (runs: readonly StudyRun[]) => studyFrom({ base, variants, runs });
  await expect(from([{ ...run, variant: "plane" }])).rejects.toThrow(
    'studyFrom: runs: expected variant plain or normalized, received "plane".',
  );
  await expect(from([run, run])).rejects.toThrow(
    'studyFrom: runs: expected one run of each variant with a seed, received 2 of "plain" with seed 1.',
  );
  await expect(from([])).rejects.toThrow("studyFrom: runs: expected runs as studyRunOf gives them, at least one");
});
