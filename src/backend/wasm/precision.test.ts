import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { compile } from "../../compile.ts";
import { createProgram } from "../../graph/program.ts";
import type { Shape } from "../../graph/shape.ts";
import { input, type Tensor, variable } from "../../graph/tensor.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { RandomStream } from "../../random.ts";
import { openDevice } from "../open.ts";

function normals(shape: Shape, mean = 0): { shape: Shape; data: Float32Array } {
  const random = new RandomStream(5, `${shape}`);
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { shape, data: Float32Array.from({ length: size }, () => mean + random.normal()) };
}

/** The largest difference, over the largest value. */
function largestError(values: ArrayLike<number>, exact: ArrayLike<number>): number {
  let [error, largest] = [0, 0];
  for (let i = 0; i < exact.length; i++) {
    error = Math.max(error, Math.abs(values[i] - exact[i]));
    largest = Math.max(largest, Math.abs(exact[i]));
  }
  return error / largest;
}

describe("batch normalization over a million values of each feature", () => {
  test("has their mean and variance to 1e-6", async () => {
    const x = normals([250, 64, 64, 2], 3);
    const layer = await compileLayer(batchNorm({ momentum: 0 }), { input: x.shape, training: true });
    await layer.forward(x);
    for (const feature of [0, 1]) {
      let [sum, count] = [0, 0];
      for (let i = feature; i < x.data.length; i += 2) {
        sum += x.data[i];
        count++;
      }
      const mean = sum / count;
      let squares = 0;
      for (let i = feature; i < x.data.length; i += 2) squares += (x.data[i] - mean) ** 2;
      expect(count).toBeGreaterThan(1e6);
      expect(Math.abs(layer.state.mean.data[feature] / mean - 1)).toBeLessThan(1e-6);
      expect(Math.abs(layer.state.variance.data[feature] / (squares / (count - 1)) - 1)).toBeLessThan(1e-6);
    }
    await layer.close();
  });
});

describe("convolutions of 3×3 in Winograd's form and direct", () => {
  // Tiles are chosen by the outputs, 12 or 14: multiples of 4, or three tiles of 5.
  test.each([
    ["4×4", true, [4, 14, 14, 32], 64, 5e-6],
    ["5×5", true, [4, 16, 16, 32], 32, 5e-6],
    ["direct", false, [4, 14, 14, 32], 64, 1e-6],
  ] as const)("%s stay near float64", async (_, winograd, size, outputs, limit) => {
    const [batch, height, width, channels] = size;
    const image = normals(size);
    const kernel = normals([3, 3, channels, outputs]);
    const cotangent = normals([batch, height - 2, width - 2, outputs]);
    const exactly = { backend: "reference" } as const;
    const forward = (x: Tensor, w: Tensor) => x.conv2d(w);
    const loss = (x: Tensor, w: Tensor, dy: Tensor) => forward(x, w).mul(dy).sum();
    const [y, yExact] = [await compile(forward, { winograd }), await compile(forward, exactly)];
    expect((await y.explain(image.shape, kernel.shape)).includes("winograd")).toBe(winograd);
    expect(largestError((await y(image, kernel)).data, (await yExact(image, kernel)).data)).toBeLessThan(limit);
    const [fast, exact] = [await compile(loss, { winograd }), await compile(loss, exactly)];
    const args = [image, kernel, cotangent];
    const [found, wanted] = [await fast.withGradients(...args), await exact.withGradients(...args)];
    for (const of of [0, 1])
      expect(largestError(found.gradients[of].data, wanted.gradients[of].data)).toBeLessThan(limit);
  });

  test("is said of a device that computes them directly", async () => {
    const device = await openDevice({ threads: 0, winograd: false });
    expect(device.description).toMatch(/, direct convolutions$/);
    await device.close();
  });
});

describe("convolutions of larger images and with other kernels", () => {
  const LIMIT = 1e-6;

  test.each([
    ["7×7 at stride 2, over 224×224", [1, 229, 229, 3], [7, 7, 3, 8], { stride: [2, 2] }],
    ["5×5", [2, 31, 30, 16], [5, 5, 16, 16], {}],
    ["of each channel, 3×3", [3, 58, 57, 10], [3, 3, 1, 10], { groups: 10 }],
    ["of each channel, 5×5 at stride 2", [2, 33, 32, 24], [5, 5, 1, 24], { groups: 24, stride: [2, 2] }],
    ["two of each channel, 3×3", [3, 58, 57, 10], [3, 3, 1, 20], { groups: 10 }],
    ["three of each channel, 3×3 at stride 2", [3, 58, 57, 10], [3, 3, 1, 30], { groups: 10, stride: [2, 2] }],
    ["eight of each channel, 5×5", [2, 33, 32, 6], [5, 5, 1, 48], { groups: 6 }],
    ["3×3 in groups of four", [2, 30, 29, 16], [3, 3, 4, 16], { groups: 4 }],
    ["1×1 of many channels", [2, 14, 14, 520], [1, 1, 520, 40], {}],
    ["3×3 of many channels at 7×7", [1, 9, 9, 264], [3, 3, 264, 40], {}],
  ] as const)("%s: values and gradients stay near float64", async (_, image, kernel, options) => {
    const forward = (x: Tensor, w: Tensor) => x.conv2d(w, options);
    const [x, w] = [normals(image), normals(kernel)];
    const [exact, fast] = [await compile(forward, { backend: "reference" }), await compile(forward)];
    const [wanted, found] = [await exact(x, w), await fast(x, w)];
    expect(largestError(found.data, wanted.data)).toBeLessThan(LIMIT);

    const loss = (x: Tensor, w: Tensor, dy: Tensor) => x.conv2d(w, options).mul(dy).sum();
    const args = [x, w, normals(wanted.shape)];
    const [exactly, fastLoss] = [await compile(loss, { backend: "reference" }), await compile(loss)];
    const [right, tested] = [await exactly.withGradients(...args), await fastLoss.withGradients(...args)];
    for (const of of [0, 1])
      expect(largestError(tested.gradients[of].data, right.gradients[of].data)).toBeLessThan(LIMIT);
  });
});

describe("steps after the second", () => {
  test("keep no memory, neither of the engine nor of JavaScript", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const used = () => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const device = await openDevice({ threads: 1 });
    await device.create("w", [64, 64], "float", normals([64, 64]).data);
    const w = variable("w", [64, 64]);
    const y = input("x", [64, 64]).matmul(w).tanh();
    const executable = await device.compile(createProgram({ loss: y.mean() }, [{ variable: w, value: w.sub(y) }]));
    const feed = { x: normals([64, 64]).data };
    const steps = async (count: number) => {
      for (let i = 0; i < count; i++) await executable.run([feed]);
    };
    await steps(2);
    const free = device.free;
    await steps(200);
    expect(device.free).toBe(free);
    // A step that kept so much as one number would keep 8 kB each time; what compilers and timers keep, they keep once.
    const kept: number[] = [];
    for (let i = 0; i < 3; i++) {
      const before = used();
      await steps(1000);
      kept.push(used() - before);
    }
    expect(Math.min(...kept)).toBeLessThan(8000);
    await device.close();
  });
});
