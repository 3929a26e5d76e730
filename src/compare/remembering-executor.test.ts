import { expect, test } from "vitest";
import type { RecipeInput } from "../recipe/recipe.ts";
import { compareBy } from "./compare.ts";
import type { Executor } from "./executor.ts";
import { executorFor } from "./executor-for.ts";
import { type RunMemory, rememberingExecutor } from "./remembering-executor.ts";

const base: RecipeInput = { data: "moons", model: "mlp", hidden: [4], epochs: 1 };

test("trains what two studies have in common once, under whichever name and by whichever keys they say it", async () => {
  const [memory, trained]: [RunMemory, string[]] = [new Map(), []];
  const study = (from: RecipeInput, change: RecipeInput) =>
    compareBy({ base: from, variants: { before: {}, after: change }, seeds: 2, parallel: 1 }, async (...asked) => {
      const executor = await executorFor(...asked);
      const counting: Executor = {
        ...executor,
        carryOut(job, ...rest) {
          trained.push(`${job.variant.name} ${job.seed}`);
          return executor.carryOut(job, ...rest);
        },
      };
      return rememberingExecutor(counting, memory);
    });
  const first = await study({ ...base, labelSmoothing: 0.1 }, { dropout: 0.5, labelSmoothing: undefined });
  expect(trained.toSorted()).toEqual(["after 1", "after 2", "before 1", "before 2"]);
  const second = await study({ dropout: 0.5, ...base }, { learningRate: 0.05 });
  expect(trained.slice(4)).toEqual(["after 1", "after 2"]);
  const measured = ({ runs }: typeof first, name: string) =>
    runs.filter(({ variant }) => variant === name).map(({ seed, test }) => [seed, test]);
  expect(measured(second, "before")).toEqual(measured(first, "after"));
  await study(base, { learningRate: 0.2 }); // nothing of it was trained before
  expect(trained).toHaveLength(10);
});
