import { expect, test } from "vitest";
import { chapters } from "../lab/chapters/index.ts";
import { recipeOf } from "../lab/experiment.ts";
import { compare, type StudyRun } from "../src/index.ts";

// With the seeds that the page begins with, and as many of them as the claim takes.
test.each(chapters.map((chapter) => [chapter.name, chapter] as const))(
  "what the lab claims of %s holds",
  async (_, { main }) => {
    const seeds = Array.from({ length: main.claim.pairs }, (_, i) => i + 1);
    const [a, b] = (["a", "b"] as const).map((arm) => recipeOf(main, arm));
    const study = await compare({ variants: { A: a, B: b }, seeds });
    const run = (variant: string, seed: number) =>
      study.runs.find((each) => each.variant === variant && each.seed === seed) as StudyRun;
    const pairs = seeds.map((seed) => ({ seed, a: run("A", seed), b: run("B", seed) }));
    expect(main.claim.judge(pairs, study)).toBe("holds");
  },
  300_000, // ten runs, where other tests run at the same time
);
