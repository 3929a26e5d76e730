import { expect, test, vi } from "vitest";
import { playedDevice } from "../../test/played-device.ts";
import { chosenOnTrial, playedTrial } from "../../test/played-trial.ts";
import { openDevice } from "../backend/open.ts";
import { arrays } from "../data/arrays.ts";
import { dense } from "../model/layers/dense.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { evaluate } from "./evaluate.ts";
import { findRate } from "./find-rate/find-rate.ts";
import { train } from "./train.ts";

vi.mock(import("../backend/open.ts"), { spy: true });

const data = arrays({ inputs: { shape: [4, 2], data: [0, 0, 0, 1, 1, 0, 1, 1] }, labels: [0, 1, 1, 0] });
const model = () => sequential([dense(4), relu(), dense(2)]);
const given = (options: object) => train(model(), data, { epochs: 1, threads: 0, ...options });

test("says how inputs and labels are given where they come as two", async () => {
  const { model: trained } = await given({});
  const { shape, data: numbers } = data.train.inputs;
  for (const inputs of [numbers, { shape, data: numbers }, [[0, 1]]])
    await expect((evaluate as (...args: unknown[]) => unknown)(trained, inputs, [0, 1, 1, 0])).rejects.toThrow(
      /^evaluate: samples: expected samples, .* Give both in one: arrays\(\{ inputs, labels \}\)\.train\.$/,
    );
});

test("says once, where a model is measured or a rate is looked for, that inputs are of another size", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  try {
    const { model: trained } = await given({});
    const large = { ...data.train, inputs: { shape: [4, 2], data: new Float32Array(8).fill(7654) } };
    for (let i = 0; i < 2; i++) await evaluate(trained, large);
    expect(said.mock.calls).toEqual([
      ["evenkeel: Inputs reach 7654; training inputs reached 1. Use the same units as in training."],
    ]);
    await findRate(model(), { ...data, train: large }, { steps: 10, threads: 0 });
    expect(said.mock.calls[1][0]).toMatch(/^evenkeel: Inputs range from 7654 to 7654 and are not scaled/);
  } finally {
    said.mockRestore();
  }
});

test("a GPU that auto loses costs no evaluation: it is done again with wasm, which is said", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  const { model: trained } = await given({});
  const lost = async () => vi.mocked(openDevice).mockResolvedValueOnce(await playedDevice("webgpu, a card", 0));
  await lost();
  const { backend, ...measured } = await evaluate(trained, data.train, { backend: "auto" });
  const { backend: usual, ...whole } = await evaluate(trained, data.train);
  expect(measured).toEqual(whole);
  expect(backend).toBe(`${usual} (auto: webgpu, a card was lost)`);
  expect(said.mock.calls.flat().join()).toContain("was lost (a lost device: it hung): evaluate goes on with wasm.");
  await lost();
  await expect(evaluate(trained, data.train, { backend: "webgpu" })).rejects.toThrow("a lost device: it hung");
  said.mockRestore();
});

test("says what computed it, and with auto why", async () => {
  const { model: trained } = await given({});
  const by = async (options: object) => (await evaluate(trained, data.train, options)).backend;
  expect(await by({ threads: 0 })).toMatch(/^wasm, 1 thread, [^(]*$/);
  expect(await by({ backend: "reference" })).toBe("reference, float64");
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => null }, hardwareConcurrency: 1 });
  expect(await by({ backend: "auto", threads: 0 })).toMatch(/^wasm, 1 thread, .* \(auto: no GPU: expected an adapter/);
  vi.unstubAllGlobals();
});

test("all of it is computed by what auto has chosen, or by the first one where few batches end on trial", async () => {
  const many = arrays({ inputs: { shape: [30, 2], data: Array(60).fill(0.5) }, labels: Array(30).fill(1) }).train;
  const { model: trained } = await given({});
  const open = async (samples: number, batchSize: number) => {
    const inputs = { shape: [samples, 2], data: many.inputs.data.slice(0, 2 * samples) };
    const device = await playedTrial("webgpu, a card");
    vi.mocked(openDevice).mockResolvedValueOnce(device);
    const some = { inputs, targets: { shape: [samples], data: many.targets.data.slice(0, samples) } };
    return { ...(await evaluate(trained, some, { backend: "auto", batchSize })) };
  };
  const card = await open(30, 1);
  expect(card.backend).toBe(chosenOnTrial("webgpu, a card"));
  expect(card.confusionMatrix?.flat().reduce((sum, count) => sum + count)).toBe(30); // each sample once
  for (const batches of [3, 20]) // the trial ends with the twentieth step
    expect((await open(batches, 1)).backend).toBe("wasm, 1 thread (auto: webgpu, a card is on trial)");
});
