import { defineRecipe, type StudyRun } from "evenkeel";
import { describe, expect, test } from "vitest";
import { recipeOf } from "../experiment.ts";
import { en } from "../texts/chapters/en.ts";
import { zh } from "../texts/chapters/zh.ts";
import type { ChapterText, Plan } from "./chapter.ts";
import { experimentsOf, ofExperiment } from "./experiments-of.ts";
import { chapters } from "./index.ts";

test("chapters are numbered from 1 on", () => {
  expect(chapters.length).toBeGreaterThanOrEqual(8);
  expect(chapters.map(({ order }) => order)).toEqual(chapters.map((_, i) => i + 1));
});

describe.each(chapters.map((chapter) => [chapter.name, chapter] as const))("%s", (name, chapter) => {
  const plans = experimentsOf(chapter).map((which) => ofExperiment(chapter, which) as Plan);

  test("has recipes that are recipes, and differ between A and B", () => {
    for (const plan of plans) {
      const [a, b] = (["a", "b"] as const).map((arm) => defineRecipe(recipeOf(plan, arm)));
      expect(a).not.toEqual(b);
      expect([plan.seeds >= plan.claim.pairs, plan.seeds <= 5]).toEqual([true, true]);
    }
  });

  test("has words for each of its experiments, and for no other", () => {
    for (const text of [en[name], zh[name]]) expect(experimentsOf(text)).toEqual(experimentsOf(chapter));
  });

  test("shows each of its formulas, and no other, in both languages", () => {
    for (const text of [en[name], zh[name]]) {
      const shown = new Set(wordsOf(text).flatMap((words) => [...words.matchAll(/\{(\w+)\}/g)].map(([, key]) => key)));
      expect([...shown].sort()).toEqual(Object.keys(chapter.formulas).sort());
    }
  });

  test("has words for every number that decides its claims", () => {
    const runs = [0.1, 0.9].map((accuracy, i) => runOf(accuracy, i));
    const pairs = [{ seed: 1, a: runs[0], b: runs[1] }];
    for (const { claim } of plans) {
      const labels = [...claim.numbers(pairs, undefined).map(({ label }) => label), "gain", "least", "most"];
      for (const text of [en[name], zh[name]])
        expect(Object.keys(text.numbers)).toEqual(expect.arrayContaining(labels));
      expect(claim.judge([], undefined)).toBe("notYet");
    }
  });

  test("is in Chinese where it is in Chinese", () => {
    for (const words of wordsOf(zh[name])) if (words.length > 12) expect(words).toMatch(/[\u4e00-\u9fff]/);
    for (const words of wordsOf(en[name])) expect(words).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

/** All sentences of a chapter. */
function wordsOf({ title, summary, idea, main, whenNot, further = {}, numbers, question }: ChapterText): string[] {
  const parts = [main, whenNot, ...Object.values(further), numbers];
  return [title, summary, ...idea, ...parts.flatMap((each) => Object.values(each)), question];
}

function runOf(accuracy: number, i: number): StudyRun {
  const epoch = { epoch: 1, learningRate: 0.1, train: { loss: 1 }, validation: { loss: 1 }, seconds: 1 };
  const stopped = { reason: "epochs", epoch: 1 } as const;
  return { variant: `${i}`, seed: 1, history: [epoch], test: { loss: 1, accuracy }, stopped, seconds: 1 };
}
