import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { playedDevice } from "../../../test/played-device.ts";
import { points } from "../../../test/small-runs.ts";
import { openDevice } from "../../backend/open.ts";
import { decodeFile, encodeFile } from "../../formats/evenkeel-file.ts";
import { dense } from "../../model/layers/dense.ts";
import { dropout } from "../../model/layers/dropout.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { type FindRateOptions, findRate } from "./find-rate.ts";
import { KeptRateTest } from "./kept-rate-test.ts";

vi.mock(import("../../backend/open.ts"), { spy: true });

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "evenkeel-rate-")), "test");
});
afterEach(() => rm(join(folder, ".."), { recursive: true }));

const data = points(60, {}, 0.1);
const model = sequential([dense(8), relu(), dropout(0.2), dense(3)]);
const OPTIONS: FindRateOptions = { steps: 60, batchSize: 8, optimizer: adam(), threads: 0 };

/** A test that is aborted after some steps. */
async function stoppedAt(steps: number) {
  const controller = new AbortController();
  const onProgress = ({ step }: { step: number }) => step >= steps && controller.abort();
  return findRate(model, data, { ...OPTIONS, checkpoint: folder, signal: controller.signal, onProgress });
}

test("a range test goes on from wherever it was aborted, with the same bits", async () => {
  const whole = await findRate(model, data, OPTIONS);
  let steps = 0;
  for (const at of [1, 9, 30]) {
    const part = await stoppedAt(at);
    expect(part.ended).toBe("aborted");
    expect(part.losses).toEqual(whole.losses.slice(0, part.losses.length));
    expect(part.losses.length).toBeGreaterThan(steps);
    steps = part.losses.length;
  }
  expect(await findRate(model, data, { ...OPTIONS, checkpoint: folder })).toEqual(whole);
  const told = vi.fn();
  expect(await findRate(model, data, { ...OPTIONS, checkpoint: folder, onProgress: told })).toEqual(whole);
  expect(told).not.toHaveBeenCalled(); // nothing was left to do
});

test("it goes on from what was saved under way, as after a kill", async () => {
  const whole = await findRate(model, data, OPTIONS);
  const save = vi.spyOn(KeptRateTest.prototype, "save");
  let saved: Uint8Array | undefined;
  let milliseconds = 0;
  const now = () => (milliseconds += 2000);
  const onProgress = async () => {
    if (save.mock.calls.length === 3) saved ??= await readFile(join(folder, "rate-test.evenkeel"));
  };
  await findRate(model, data, { ...OPTIONS, checkpoint: folder, now, onProgress });
  expect(save.mock.calls.length).toBeGreaterThan(4);
  save.mockRestore();
  await writeFile(join(folder, "rate-test.evenkeel"), saved ?? "");
  const steps: number[] = [];
  const again = await findRate(model, data, {
    ...OPTIONS,
    checkpoint: folder,
    onProgress: ({ step }) => steps.push(step),
  });
  expect(again).toEqual(whole);
  expect(steps[0]).toBeGreaterThan(1);
});

test("one that is damaged begins again, and says so", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await stoppedAt(9);
  const bytes = await readFile(join(folder, "rate-test.evenkeel"));
  bytes[bytes.length - 3] ^= 4;
  await writeFile(join(folder, "rate-test.evenkeel"), bytes);
  expect(await findRate(model, data, { ...OPTIONS, checkpoint: folder })).toEqual(await findRate(model, data, OPTIONS));
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/The range test begins again\. .*checksum/));
});

test.each<[string, FindRateOptions]>([
  ["another range", { steps: 61 }],
  ["another optimizer", { optimizer: adam({ b1: 0.5 }) }],
  ["another seed", { seed: 2 }],
  ["other batches", { batchSize: 9 }],
])("the folder of a test with %s is refused", async (_, changed) => {
  await stoppedAt(9);
  await expect(findRate(model, data, { ...OPTIONS, ...changed, checkpoint: folder })).rejects.toThrow(
    /^findRate: checkpoint: expected an empty folder, or that of this test, received .* which has the test of another model, other data, options or another version\. Choose another folder/,
  );
});

test("limits of a run are refused with what to say instead", async () => {
  for (const [name, fix] of [
    ["maxSteps", "Say steps"],
    ["maxTime", "AbortSignal.timeout"],
  ])
    await expect(findRate(model, data, { ...OPTIONS, [name]: 5 })).rejects.toThrow(fix);
});

describe("a test that is kept, on another backend", () => {
  const LINES = /The range test was computed by (.*), and goes on by (.*): its last bits are not those of a range test/;
  const warned = () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    warn.mockClear();
    return () => warn.mock.calls.flat().filter((line) => LINES.test(line));
  };

  test("is given as it was, with what computed it, where it had ended; nothing is computed", async () => {
    const said = warned();
    const first = await findRate(model, data, { ...OPTIONS, backend: "reference", checkpoint: folder });
    expect(first.backend).toBe("reference, float64");
    const open = vi.mocked(openDevice).mockClear();
    for (const backend of ["wasm", "auto", "webgpu"] as const) // of which the last is not here
      expect(await findRate(model, data, { ...OPTIONS, backend, checkpoint: folder })).toEqual(first);
    expect(open).not.toHaveBeenCalled();
    expect(said()).toEqual([]);
    const over = vi
      .mocked(console.warn)
      .mock.calls.flat()
      .filter((line) => /had ended, computed by/.test(line));
    expect(over).toEqual([
      expect.stringMatching(/had ended, computed by reference, float64: wasm computes nothing of it\.$/),
      expect.stringMatching(/had ended, computed by reference, float64: webgpu computes nothing of it\.$/),
    ]);
  });

  test("goes on where it was interrupted, says so, and names both", async () => {
    const said = warned();
    const part = await stoppedAt(9);
    expect(part.backend).toMatch(/^wasm, 1 thread, /);
    const rest = await findRate(model, data, { ...OPTIONS, backend: "reference", checkpoint: folder });
    expect(said()).toEqual([expect.stringMatching(`computed by ${part.backend}, and goes on by reference, float64: `)]);
    expect(rest.backend).toBe(`${part.backend}, then reference, float64`);
    expect(rest.losses.slice(0, part.losses.length)).toEqual(part.losses);
    expect(await findRate(model, data, { ...OPTIONS, checkpoint: folder })).toEqual(rest);
  });

  test("says so once auto has chosen, and not of what is on trial", async () => {
    const said = warned();
    const part = await stoppedAt(9);
    const chosen = "webgpu, a card (auto: a step takes 1 ms, on wasm 2 ms)";
    let description = `${part.backend} (auto: webgpu, a card is on trial)`;
    const auto = await playedDevice(() => description);
    vi.mocked(openDevice).mockResolvedValueOnce(auto);
    const onProgress = () => {
      description = chosen;
    };
    const rest = await findRate(model, data, { ...OPTIONS, backend: "auto", checkpoint: folder, onProgress });
    expect(rest.backend).toBe(`${part.backend}, then ${chosen}`);
    expect(said()).toEqual([expect.stringContaining(`computed by ${part.backend}, and goes on by ${chosen}: `)]);
  });

  test("that two computed one after the other is, where it had ended, that of the last", async () => {
    warned();
    await stoppedAt(9);
    const both = await findRate(model, data, { ...OPTIONS, backend: "reference", checkpoint: folder });
    expect(both.backend).toMatch(/^wasm, 1 thread, .*, then reference, float64$/);
    vi.mocked(console.warn).mockClear();
    for (const backend of ["reference", "wasm"] as const)
      expect(await findRate(model, data, { ...OPTIONS, backend, checkpoint: folder })).toEqual(both);
    expect(vi.mocked(console.warn).mock.calls.flat()).toEqual([
      expect.stringMatching(/had ended, computed by wasm, .*, then reference, float64: wasm computes nothing of it\.$/),
    ]);
  });

  test("is read from a file that does not say what computed it", async () => {
    const said = warned();
    await stoppedAt(9);
    const path = join(folder, "rate-test.evenkeel");
    const { description, tensors } = decodeFile(await readFile(path), path);
    const { backend, ...rateTest } = description.rateTest as Record<string, unknown>;
    expect(backend).toMatch(/^wasm/);
    await writeFile(path, encodeFile({ ...description, rateTest }, tensors, {}));
    const rest = await findRate(model, data, { ...OPTIONS, backend: "reference", checkpoint: folder });
    expect(rest.backend).toBe("an unknown backend, then reference, float64");
    await writeFile(path, encodeFile({ ...description, rateTest: { ...rateTest, ended: "exploded" } }, tensors, {}));
    const ended = await findRate(model, data, { ...OPTIONS, backend: "reference", checkpoint: folder });
    expect([ended.ended, "backend" in ended]).toEqual(["exploded", false]);
    expect(said()).toEqual([]);
  });
});

test("a GPU that auto loses costs no test: it goes on with wasm, which is said", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.mocked(openDevice).mockResolvedValueOnce(await playedDevice("webgpu, a card", 3));
  const test = await findRate(model, data, { ...OPTIONS, backend: "auto" });
  const { backend, ...rest } = test;
  const { backend: usual, ...whole } = await findRate(model, data, OPTIONS);
  expect(rest).toEqual(whole);
  expect(backend).toBe(`${usual} (auto: webgpu, a card was lost)`);
  expect(warn).toHaveBeenCalledWith(
    expect.stringContaining("webgpu, a card was lost (a lost device: it hung): findRate goes on with wasm."),
  );
  vi.mocked(openDevice).mockResolvedValueOnce(await playedDevice("webgpu, a card", 3));
  await expect(findRate(model, data, { ...OPTIONS, backend: "webgpu" })).rejects.toThrow("a lost device: it hung");
});
