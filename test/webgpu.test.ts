import { describe, expect, test, vi } from "vitest";
import { compile, evaluate, train } from "../src/index.ts";
import { expectClose } from "./backends.ts";
import { points, SMALL, small } from "./small-runs.ts";
import { withoutGpu } from "./software-gpu.ts";

// A short proof that it works. `npm run long` runs all tests of numbers on it, and each architecture.

const GPU = { ...SMALL, backend: "webgpu" } as const;

describe.skipIf(withoutGpu !== undefined)("on a GPU, or what stands for one", () => {
  test("a run has the numbers of wasm but for rounding, names the adapter, and has the same bits again", async () => {
    const data = points(40, { validation: 8, test: 8 });
    const [run, again, wasm] = [
      await train(small(), data, GPU),
      await train(small(), data, GPU),
      await train(small(), data, SMALL),
    ];
    expect(run.backend).toMatch(/^webgpu, \S+/);
    expect(again.state).toEqual(run.state);
    expect(again.test).toEqual(run.test);
    for (const [name, weights] of Object.entries(wasm.weights)) expectClose(run.weights[name], weights, 1e-5, name);
    expect(run.test?.loss).toBeCloseTo(wasm.test?.loss ?? 0, 4);
  });

  test("a step whose loss is not finite is refused, as on wasm", async () => {
    const data = points(24);
    data.train.inputs.data.fill(3e38, 20, 24);
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const [run, wasm] = [await train(small(), data, GPU), await train(small(), data, SMALL)];
    expect(run.skippedSteps).toBeGreaterThan(0);
    expect(run.skippedSteps).toBe(wasm.skippedSteps);
    for (const weights of Object.values(run.weights)) expect(weights.every(Number.isFinite)).toBe(true);
  });

  test("a trained model predicts on it", async () => {
    const data = points(16);
    const { model } = await train(small(), data, { ...SMALL, epochs: 1 });
    const [gpu, wasm] = [
      await model.predict(data.train.inputs, { backend: "webgpu" }),
      await model.predict(data.train.inputs),
    ];
    expectClose(gpu.data, wasm.data, 1e-5);
    expect(gpu.backend).toMatch(/^webgpu, \S+/);
    expect((await evaluate(model, data.train, { backend: "webgpu" })).backend).toBe(gpu.backend);
    expect((await model.predict(data.train.inputs, { backend: "auto" })).backend).toMatch(
      /^(wasm|webgpu), .* \(auto: /,
    );
    await model.close();
  });

  test("functions are compiled for it", async () => {
    const f = await compile((x, w) => x.matmul(w).mean(), { backend: "webgpu" });
    const { value, gradients } = await f.withGradients(
      { shape: [1, 2], data: [1, 2] },
      { shape: [2, 1], data: [3, 4] },
    );
    expect(value).toBe(11);
    expect(f.backend).toMatch(/^webgpu, \S+/);
    expect(Array.from(gradients[1].data)).toEqual([1, 2]);
    expect(await f.explain([1, 2], [2, 1])).toContain("dispatches a step");
    await f.close();
    await expect(f({ shape: [1, 2], data: [1, 2] }, { shape: [2, 1], data: [3, 4] })).rejects.toThrow("a closed one");
  });
});
