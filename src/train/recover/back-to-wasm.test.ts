import { afterEach, expect, test, vi } from "vitest";
import { expectClose } from "../../../test/backends.ts";
import { playedDevice } from "../../../test/played-device.ts";
import { points, SMALL, small } from "../../../test/small-runs.ts";
import type { Device } from "../../backend/backend.ts";
import { openDevice } from "../../backend/open.ts";
import type { Samples } from "../../data/dataset.ts";
import { runError } from "../../errors.ts";
import { snapshotEnsemble } from "../callbacks/snapshot-ensemble.ts";
import { evaluate } from "../evaluate.ts";
import { Run } from "../run/run.ts";
import { TrainingError } from "../run/training-error.ts";
import { train } from "../train.ts";
import { backToWasm } from "./back-to-wasm.ts";

vi.mock(import("../../backend/open.ts"), { spy: true });
const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
afterEach(() => warn.mockClear());

const data = points(40, { validation: 8, test: 8 });
let milliseconds = 0;
/** The clock makes a second of every step, so that each is reported and safe. */
const OPTIONS = { ...SMALL, epochs: 6, now: () => (milliseconds += 1100) };

test("a run whose GPU is lost goes on with wasm, from the last place that is whole", async () => {
  vi.mocked(openDevice).mockResolvedValueOnce(await playedDevice("webgpu, a card", 8));
  const rows: number[] = [];
  const asked = { ...OPTIONS, backend: "webgpu", onStep: ({ step }: { step: number }) => rows.push(step) } as const;
  const run = await backToWasm(asked, (options) => train(small(), data, options));
  expect(run).toBeInstanceOf(Run);
  expect(run.stopped).toEqual({ reason: "epochs", epoch: 6 });
  expect(run.backend).toMatch(/^webgpu, a card, then wasm, 1 thread, .* \(auto: webgpu, a card was lost\)$/);
  expect(run.hints.join(" ")).toMatch(
    /webgpu, a card was lost \(a lost device: it hung\): the run is computed by wasm from step \d+ on\./,
  );
  expect(warn.mock.calls.flat().join(" ")).toMatch(/the run is computed by wasm from step [1-9]\d* on/);
  expect(new Set(rows).size).toBe(rows.length); // each step is told once
  expect(rows).toHaveLength(run.steps);
  const whole = await train(small(), data, OPTIONS);
  expect(run.steps).toBe(whole.steps);
  expect(run.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  for (const [name, weights] of Object.entries(whole.weights)) expectClose(run.weights[name], weights, 1e-4, name);
});

test("one that is lost before the first step begins again", async () => {
  vi.mocked(openDevice).mockResolvedValueOnce(await playedDevice("webgpu, a card", 0));
  const run = await backToWasm({ ...OPTIONS, backend: "webgpu" }, (options) => train(small(), data, options));
  const whole = await train(small(), data, OPTIONS);
  expect(run.weights).toEqual(whole.weights);
  expect(run.backend).toBe(`${whole.backend} (auto: webgpu, a card was lost)`);
  expect(run.hints.at(-1)).toContain("the run is computed by wasm from the beginning");
});

test("where the GPU was asked for by name, its loss is an error that has the run", async () => {
  vi.mocked(openDevice).mockResolvedValueOnce(await playedDevice("webgpu, another card", 8));
  const failure = await train(small(), data, { ...OPTIONS, backend: "webgpu" }).catch((error) => error);
  expect(failure).toBeInstanceOf(TrainingError);
  expect(failure.message).toContain("received EvenkeelError: webgpu, another card: expected a GPU that goes on");
  const run = await train(small(), data, { ...OPTIONS, resume: failure.run });
  expect(run.stopped.reason).toBe("epochs");
  expect(run.backend).toMatch(/^webgpu, another card, then wasm, 1 thread, /);
  expect(warn.mock.calls.flat().join(" ")).toMatch(
    /The run was computed by webgpu, another card, and goes on by wasm, 1 thread, .*: its last bits are not those of a run that stayed there\./,
  );
});

test("a GPU that is lost when all is trained costs no run: the test is computed by wasm, which is said", async () => {
  let calls = 0;
  const counted = (call: number) => {
    calls = call;
    return false;
  };
  const card = "webgpu, a card (auto: a step takes 1 ms)";
  const trained = async (lostAfter: number | typeof counted) => {
    vi.mocked(openDevice).mockResolvedValueOnce(await playedDevice(card, lostAfter));
    return train(small(), data, { ...OPTIONS, backend: "auto" });
  };
  const whole = await trained(counted);
  const run = await trained(calls - 1);
  const { backend, ...measured } = await evaluate(whole.model, data.test as Samples, { threads: 0 });
  expect(run.test).toEqual(measured);
  expect(run.weights).toEqual(whole.weights);
  expect([run.stopped, run.steps]).toEqual([whole.stopped, whole.steps]);
  expect(run.backend).toBe(`${card}, then ${backend} (auto: webgpu, a card was lost)`);
  expect(run.hints.at(-1)).toBe("webgpu, a card was lost (a lost device: it hung): the test is computed by wasm.");
  expect(warn.mock.calls.flat().join()).toContain("the test is computed by wasm");
});

test("an ensemble is tested by what computed the run, and by wasm where that is lost", async () => {
  const card = async (lostAfter?: number) => playedDevice("webgpu, a card (auto: a step takes 1 ms)", lostAfter);
  const callbacks = [snapshotEnsemble({ period: 2 })];
  const open = vi.mocked(openDevice).mockClear();
  const trained = async (tested?: Device) => {
    const first = await card();
    open.mockClear().mockResolvedValueOnce(first);
    if (tested === undefined)
      open.mockRejectedValueOnce(runError({ where: "webgpu", expected: "a GPU", received: "none" }));
    else open.mockResolvedValueOnce(tested);
    return train(small(), data, { ...OPTIONS, backend: "auto", callbacks });
  };
  const whole = await trained(await card());
  expect(open.mock.calls.map(([options]) => options?.backend)).toEqual(["auto", "webgpu"]);
  expect(whole.test).not.toHaveProperty("backend");
  for (const [gone, why] of [[await card(0), "was lost"] as const, [undefined, "failed"] as const]) {
    const run = await trained(gone);
    expect(run.backend).toMatch(/^webgpu, a card \(auto.*\), then wasm, 1 thread, /);
    expect(run.backend).toMatch(new RegExp(`\\(auto: webgpu, a card ${why}\\)$`));
    expect(run.stopped).toEqual(whole.stopped);
    expect(run.test?.loss).toBeCloseTo(whole.test?.loss ?? 0, 4);
  }
});

test("other failures are not the GPU's", async () => {
  const bug = new TypeError("a bug");
  await expect(backToWasm({ backend: "auto" }, () => Promise.reject(bug))).rejects.toBe(bug);
});

test("a run that goes on by auto names what was chosen, and says whether it is another one, when that is known", async () => {
  const first = await train(small(), data, { ...OPTIONS, epochs: 2 });
  const onCard = await (async (chosen: string) => {
    let description = `${first.backend} (auto: webgpu, a card is on trial)`;
    vi.mocked(openDevice).mockResolvedValueOnce(await playedDevice(() => description));
    const onProgress = () => {
      description = chosen;
    };
    return train(small(), data, { ...OPTIONS, backend: "auto", resume: first, onProgress });
  })("webgpu, a card (auto: a step takes 1 ms)");
  expect(onCard.backend).toBe(`${first.backend}, then webgpu, a card (auto: a step takes 1 ms)`);
  const said = () => warn.mock.calls.flat().filter((line) => line.includes("its last bits are not those"));
  expect(said()).toEqual([
    expect.stringContaining(`computed by ${first.backend}, and goes on by webgpu, a card (auto: a step takes 1 ms): `),
  ]);
});
