import { afterEach, expect, test, vi } from "vitest";
import { playedDevice } from "../../test/played-device.ts";
import { points, SMALL, small } from "../../test/small-runs.ts";
import { openDevice } from "../backend/open.ts";
import { dense } from "../model/layers/dense.ts";
import { sequential } from "../model/layers/sequential.ts";
import { compare } from "./compare.ts";
import { studyEngine } from "./study-engine.ts";

vi.mock(import("../backend/open.ts"), { spy: true });
afterEach(() => vi.unstubAllGlobals());

const variant = { model: small(), data: points(40, { test: 8 }), training: { ...SMALL, epochs: 9 } };
const HOST = { parallel: 1, signal: undefined };

/** A browser without a GPU. */
function withoutAdapter(): void {
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => null }, hardwareConcurrency: 1 });
}

test("a backend that is named computes all runs", async () => {
  expect(await studyEngine("reference", variant, HOST)).toEqual({
    backend: "reference",
    said: "reference, one thread a run",
  });
});

test("auto takes wasm where there is no GPU, and says why", async () => {
  withoutAdapter();
  expect(await studyEngine("auto", variant, HOST)).toEqual({
    backend: "wasm",
    said: "wasm, one thread a run (auto: no GPU: expected an adapter, which is a GPU with its driver, received none)",
  });
});

test("auto goes on with what a study was begun with, and times where that is not here", async () => {
  withoutAdapter();
  expect(await studyEngine("auto", variant, { ...HOST, before: "reference" })).toEqual({
    backend: "reference",
    said: "reference, one thread a run (auto: as it was begun)",
  });
  expect((await studyEngine("auto", variant, { ...HOST, before: "webgpu" })).said).toMatch(/^wasm, .*\(auto: no GPU/);
});

test("a GPU that is lost while it is timed computes no study", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  let milliseconds = 0;
  const training = { ...variant.training, now: () => (milliseconds += 1100) }; // each step is safe
  vi.mocked(openDevice).mockResolvedValueOnce(await playedDevice("webgpu, a card (auto: a step takes 1 ms)", 8));
  expect(await studyEngine("auto", { ...variant, training }, HOST)).toEqual({
    backend: "wasm",
    said: "wasm, one thread a run (auto: webgpu, a card (auto: a step takes 1 ms) was lost)",
  });
  expect(warn.mock.calls.flat().join()).toMatch(/the run is computed by wasm from step [1-9]/);
  warn.mockRestore();
});

test("of workers elsewhere nobody says which GPU they have, and none is opened here", async () => {
  withoutAdapter();
  expect(await studyEngine("webgpu", variant, { ...HOST, elsewhere: true })).toEqual({
    backend: "webgpu",
    said: "webgpu, on the GPUs of the workers",
  });
});

test("a GPU that was asked for and is not there ends a comparison before anything is trained", async () => {
  withoutAdapter();
  const model = ({ units }: { units: number }) => sequential([dense(units), dense(3)]);
  const options = { data: variant.data, model, vary: { units: [1, 2] }, backend: "webgpu" } as const;
  await expect(compare(options)).rejects.toThrow('backend: "webgpu": expected an adapter');
});
