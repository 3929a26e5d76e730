import { expect, test } from "vitest";
import { landscape } from "./landscapes.ts";
import { descend } from "./path-experiment.ts";
import { firstSettings, onAnother, type PathSettings, withBest } from "./path-settings.ts";
import { pathSummary } from "./path-summary.ts";

function said(settings: PathSettings): string[] {
  const on = landscape(settings.on, settings.condition);
  return (["a", "b"] as const).map((arm) => pathSummary(arm, settings, descend(on, on.start, settings[arm]), on));
}

const plain = firstSettings({ base: {}, a: {}, b: {} });

test("with the best constants, what theory says of the long run stands beside what was counted", () => {
  expect(said(withBest({ ...plain, condition: 1000 }))).toEqual([
    "A, Gradient descent: within 1e-6 after 6,908 steps. In the long run each factor of 1e-6 takes 6,908.",
    "B, Heavy ball (momentum): within 1e-6 after 315 steps. In the long run each factor of 1e-6 takes 219.",
  ]);
});

test("a path that flies off, and one that does not arrive, are said", () => {
  const [a, b] = said({ ...plain, a: { ...plain.a, rate: 0.1 }, b: { ...plain.b, rate: 1e-5 } });
  expect(a).toBe("A, Gradient descent: flies off; after 7 steps it is beyond 1e6.");
  expect(b).toMatch(/^B, Heavy ball \(momentum\): not within 1e-6 after 20,000 steps; the function is /);
});

test("where the experiment clips, B is clipped and A is not", () => {
  const { a, b } = firstSettings({ base: { learningRate: 1 }, a: {}, b: { clip: 1 } });
  expect([a.clip, b.clip]).toEqual([undefined, 1]);
  const [withoutClip, withClip] = said(firstSettings({ base: {}, a: {}, b: { clip: 1 } }));
  expect(withoutClip).toContain("flies off");
  expect(withClip).not.toContain("flies off");
});

test("rules go down on every function at the rates that they begin with", () => {
  for (const on of ["quadratic", "rosenbrock", "saddle"] as const)
    for (const words of said(onAnother(plain, on))) expect(words).not.toContain("flies off");
});
