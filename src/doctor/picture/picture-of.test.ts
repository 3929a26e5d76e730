import { expect, test } from "vitest";
import { examinationOf, type Overrides } from "../../../test/examination.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { clipByGlobalNorm } from "../../optimize/transforms/clip-by-global-norm.ts";
import type { Evidence } from "../finding.ts";
import { pictureOf } from "./picture-of.ts";

const SHARES = { severity: "warning", confidence: 1, where: "2.relu", meaning: "", advice: [], source: "" } as const;

/** The level that is drawn for a sign of a diagnosis. */
function levelOf(diagnosis: string, signal: string, overrides: Overrides = {}): number | undefined {
  const sign: Evidence = { signal, value: 9, threshold: 7, layer: "2.relu" };
  const picture = pictureOf({ ...SHARES, diagnosis, evidence: [sign] }, examinationOf(overrides));
  expect(picture).toBeDefined();
  return picture?.threshold;
}

test("a limit is drawn where a sign was measured by what is shown, and no other number", () => {
  expect(levelOf("unscaledInputs", "root mean square of the inputs")).toBe(7);
  expect(
    levelOf("unscaledInputs", "root mean square of the largest feature over that of the smallest"),
  ).toBeUndefined();
  expect(levelOf("shiftedParts", "share of features whose mean in the test part is elsewhere")).toBe(0.5);
  const step = { layer: "2.relu", epoch: 1, mean: 0, std: 1, dead: 1, saturated: 1 };
  const signals = [1, 2].map((at) => ({ ...step, step: at, parameters: { kernel: { norm: 1, gradientNorm: 0 } } }));
  const course = { signals } as unknown as Overrides["course"];
  expect(levelOf("deadUnits", "share of dead units", { course })).toBe(7);
  expect(levelOf("layerStuck", "recorded steps, none of which moved the kernel", { course })).not.toBe(7);
});

test("norms of the gradient are shown with the one at which they are clipped", () => {
  const signal = "median norm of the gradient over the limit";
  const optimizer = chain(clipByGlobalNorm({ maxNorm: 0.01 }), sgd());
  expect(levelOf("clippingOff", signal)).toBeUndefined();
  expect(levelOf("clippingOff", signal, { patient: { training: { optimizer } } })).toBe(0.01);
});
