import { describe, expect, test, vi } from "vitest";
import { withoutGpu } from "../../../test/software-gpu.ts";
import { createProgram, type Program } from "../../graph/program.ts";
import { input, variable } from "../../graph/tensor.ts";
import { WebgpuDevice } from "./device.ts";
import { findGpu } from "./find-gpu.ts";

async function opened(first?: number): Promise<{ gpu: GPUDevice; device: WebgpuDevice }> {
  const adapter = (await (await findGpu()).requestAdapter()) as GPUAdapter;
  const gpu = await adapter.requestDevice();
  return { gpu, device: new WebgpuDevice(gpu, "webgpu", first) };
}

/** Kernels that wait for one another: each sum is taken of what the one before changed. */
function waiting(): Program {
  const [state, x] = [variable("state", [40]), input("x", [])];
  const centered = state.sub(state.mean()).add(x);
  const scaled = centered.div(centered.square().mean().sqrt());
  return createProgram({ sum: scaled.sum() }, [{ variable: state, value: scaled.add(state) }]);
}

describe.skipIf(withoutGpu !== undefined)("a device", () => {
  test("takes a step in several submissions where it is long, with the same bits", async () => {
    const runs = [];
    for (const first of [undefined, 1]) {
      const { gpu, device } = await opened(first);
      await device.create(
        "state",
        [40],
        "float",
        Array.from({ length: 40 }, (_, i) => Math.sin(i)),
      );
      const executable = await device.compile(waiting());
      const submit = vi.spyOn(gpu.queue, "submit");
      const results = [];
      for (let i = 0; i < 3; i++) results.push(...(await executable.run([{ x: Float32Array.of(i) }])));
      const submissions = submit.mock.calls.length;
      runs.push({ submissions, results, state: await device.read("state") });
      await device.close();
    }
    const [whole, parts] = runs;
    expect(parts.submissions).toBeGreaterThan(whole.submissions + 2);
    expect(parts.results).toEqual(whole.results);
    expect(parts.state).toEqual(whole.state);
    expect(parts.results[2].sum[0]).not.toBe(0);
  });

  test("does in one dispatch what is the same for variables of several sizes, each with its own numbers", async () => {
    const { device } = await opened();
    const sizes = [1, 64, 65, 200, 3, 1000];
    const before = sizes.map((size, i) => Float32Array.from({ length: size }, (_, at) => i + at / 8));
    for (const [i, size] of sizes.entries()) await device.create(`w${i}`, [size], "float", before[i]);
    const all = sizes.map((size, i) => variable(`w${i}`, [size]));
    const program = createProgram(
      Object.fromEntries(all.map((w, i) => [`sum${i}`, w.sum()])),
      all.map((w, i) => ({ variable: w, value: w.mul(2).add(input(`x${i}`, [])) })),
    );
    const executable = await device.compile(program);
    expect(await executable.explain()).toMatch(/\n9 dispatches a step$/);
    const feed = Object.fromEntries(sizes.map((_, i) => [`x${i}`, Float32Array.of(i + 0.5)]));
    const [, second] = await executable.run([feed, feed]);
    for (const [i, numbers] of before.entries()) {
      const once = numbers.map((w) => 2 * w + i + 0.5);
      expect(second[`sum${i}`][0]).toBeCloseTo(
        once.reduce((sum, w) => sum + w),
        1,
      );
      expect(await device.read(`w${i}`)).toEqual(once.map((w) => 2 * w + i + 0.5));
    }
    await device.close();
  });

  test("reads many variables by one answer", async () => {
    const { gpu, device } = await opened();
    const bytes = Uint8Array.of(1, 2, 3, 4, 255);
    await device.create("bytes", [5], "uint8", bytes);
    await device.create("none", [0], "float");
    await device.create(
      "floats",
      [100],
      "float",
      Float32Array.from({ length: 100 }, (_, i) => Math.sqrt(i)),
    );
    const made = vi.spyOn(gpu, "createBuffer");
    const submit = vi.spyOn(gpu.queue, "submit");
    const [floats, none, read] = await device.readAll(["floats", "none", "bytes"]);
    expect([made.mock.calls.length, submit.mock.calls.length]).toEqual([1, 1]);
    expect(floats).toEqual(Float32Array.from({ length: 100 }, (_, i) => Math.sqrt(i)));
    expect(read).toEqual(bytes);
    expect(none).toHaveLength(0);
    expect(await device.readAll([])).toEqual([]);
    await expect(device.readAll(["bytes", "nothing"])).rejects.toThrow("nothing");
    await device.close();
  });
});
