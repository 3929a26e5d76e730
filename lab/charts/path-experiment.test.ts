import { adam, chain, clipByGlobalNorm, momentum, type Optimizer, optimizerStepper, rmsprop, sgd } from "evenkeel";
import { expect, test } from "vitest";
import { RULE_NAMES, type RuleSettings } from "./descent-rules.ts";
import { LANDSCAPE_NAMES, landscape } from "./landscapes.ts";
import { bestOnQuadratic, descend } from "./path-experiment.ts";

const OPTIMIZERS: Record<RuleSettings["rule"], (rate: number, kept: number) => Optimizer> = {
  sgd: (learningRate) => sgd({ learningRate }),
  momentum: (learningRate, kept) => momentum({ learningRate, momentum: kept }),
  nesterov: (learningRate, kept) => sgd({ learningRate, momentum: kept, nesterov: true }),
  rmsprop: (learningRate) => rmsprop({ learningRate }),
  adam: (learningRate, b1) => adam({ learningRate, b1 }),
};

const cases = RULE_NAMES.flatMap((rule) =>
  [undefined, 1].flatMap((clip) => LANDSCAPE_NAMES.map((on) => ({ rule, clip, on }))),
);

test.each(cases)("$rule on $on, clipped at $clip, goes where the library's goes", async ({ rule, clip, on }) => {
  const settings: RuleSettings = { rule, rate: 0.002, momentum: 0.85, clip };
  const surface = landscape(on, 50);
  const { points, steps } = descend(surface, surface.start, settings);
  const own = OPTIMIZERS[rule](settings.rate, settings.momentum);
  const stepper = await optimizerStepper(
    clip === undefined ? own : chain(clipByGlobalNorm(clip), own),
    { w: { shape: [2], data: [...surface.start] } },
    { backend: "reference" },
  );
  for (let step = 1; step <= Math.min(20, steps); step++) {
    const [x, y] = stepper.parameters.w.data;
    await stepper.step({ w: { shape: [2], data: [...surface.gradient(x, y)] } });
    const [p, q] = stepper.parameters.w.data;
    expect(Math.abs(points[2 * step] - p)).toBeLessThan(1e-12);
    expect(Math.abs(points[2 * step + 1] - q)).toBeLessThan(1e-12);
  }
  await stepper.close();
});

test("on a quadratic of condition 1000 the best constants take 6,908, 315 and 507 steps; at last 6,908, 219 and 430", () => {
  const counts = (["sgd", "momentum", "nesterov"] as const).map((rule) => {
    const best = bestOnQuadratic(rule, 1000);
    const { arrived } = descend(landscape("quadratic", 1000), [1, 1], { rule, ...best, clip: undefined });
    return [arrived, best.steps];
  });
  expect(counts).toEqual([
    [6908, 6908],
    [315, 219],
    [507, 430],
  ]);
});

test("a rate that is too high is lost, and says after how many steps", () => {
  const on = landscape("quadratic", 100);
  const path = descend(on, [1, 1], { rule: "sgd", rate: 0.1, momentum: 0, clip: undefined });
  expect(path.lost).toBe(7); // |1 − 0.1 · 100| = 9, and 9⁷ is the first power above 1e6
  expect(path.arrived).toBeUndefined();
  expect(path.points).toHaveLength(2 * (7 + 1));
});
