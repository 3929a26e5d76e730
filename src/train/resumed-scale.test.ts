import { expect, test, vi } from "vitest";
import { arrays } from "../data/arrays.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { dense } from "../model/layers/dense.ts";
import { sequential } from "../model/layers/sequential.ts";
import { train } from "./train.ts";

const rows = Array.from({ length: 12 }, (_, i) => [1000 + 100 * i, i / 10]);
const data = arrays({ inputs: rows, labels: rows.map((_, i) => i % 2) });
const model = sequential([dense(2)]);

test("a run that goes on without saying its scaling keeps it, and its hints and its model know that", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  const options = { epochs: 1, threads: 0, seed: 1 };
  const first = await train(model, data, { ...options, scaling: standardize() });
  const silent = await train(model, data, { ...options, epochs: 2, resume: first });
  const spoken = await train(model, data, { ...options, epochs: 2, resume: first, scaling: standardize() });
  expect(silent.weights).toEqual(spoken.weights);
  expect(silent.hints).toEqual([]);
  expect(silent.model.parts.inputRange).toEqual(spoken.model.parts.inputRange);
  expect((await train(model, data, options)).hints).toEqual([expect.stringMatching(/not scaled/)]);
  said.mockRestore();
});
