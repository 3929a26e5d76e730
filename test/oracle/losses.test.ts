import { describe, expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import type { Loss } from "../../src/model/loss.ts";
import * as losses from "../../src/model/losses/index.ts";
import { BACKENDS, expectClose, TOLERANCE } from "../backends.ts";
import { type Numbers, oracleCases } from "../oracle.ts";

interface LossCase {
  name: string;
  options: { labelSmoothing?: number; classWeights?: number[]; delta?: number };
  input: Numbers;
  target: Numbers;
  loss: number;
  inputGrad: Numbers;
}

const makers: Record<string, (options: LossCase["options"]) => Loss> = {
  crossEntropy: (options) => losses.crossEntropy(options),
  binaryCrossEntropy: () => losses.binaryCrossEntropy(),
  meanSquaredError: () => losses.meanSquaredError(),
  meanAbsoluteError: () => losses.meanAbsoluteError(),
  huber: ({ delta = 1 }) => losses.huber({ delta }),
  klDivergence: () => losses.klDivergence(),
};

const cases = oracleCases<LossCase>("losses");
const makerOf = ({ name }: LossCase) => makers[name.split(" ")[0]];

test("every case is covered", () => {
  expect(cases.length).toBe(9);
  expect(cases.filter((one) => makerOf(one) === undefined).map(({ name }) => name)).toEqual([]);
});

describe.each(BACKENDS)("%s", (backend) => {
  test.each(cases.map((one) => ({ one, name: one.name })))("$name", async ({ one }) => {
    const loss = makerOf(one)(one.options);
    const compiled = await compile((output, target) => loss.compute(output, target), { backend });
    const { value, gradients } = await compiled.withGradients(one.input, one.target);
    expectClose([value], [one.loss], TOLERANCE[backend], "loss");
    expectClose(gradients[0].data, one.inputGrad.data, TOLERANCE[backend], "gradient");
    await compiled.close();
  });
});
