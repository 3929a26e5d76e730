import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose } from "../../../test/backends.ts";
import { testLayers } from "../../../test/layer-cases.ts";
import type { BackendName } from "../../backend/backend.ts";
import type { Dataset, Samples } from "../../data/dataset.ts";
import { digits } from "../../data/sources/digits.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { evaluate } from "../../train/evaluate.ts";
import { train } from "../../train/train.ts";
import { mlp } from "../architectures/mlp.ts";
import type { Layer } from "../layer.ts";
import { augment } from "./augment.ts";

testLayers({
  augment: [
    [augment({ shift: 1, flip: "both" }), [3, 4, 5, 2]],
    [augment({ shift: 2, rotate: 30, zoom: 0.2, fill: "zero" }), [2, 5, 4, 1]],
    [augment({ rotate: 180 }), [1, 1, 1, 3]],
    [augment({ shift: 1 }), [0, 2, 2, 1]],
  ],
});

/** What augmentation makes of copies of an image [height, width, 1], given as rows of numbers. */
async function copies(layer: Layer, image: number[][], count: number, backend: BackendName = "reference") {
  const [height, width] = [image.length, image[0].length];
  const compiled = await compileLayer(layer, { input: [count, height, width, 1], training: true, backend });
  const data = Array.from({ length: count }, () => image.flat()).flat();
  const { data: output } = await compiled.forward({ shape: [count, height, width, 1], data });
  await compiled.close();
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: height }, (_, r) => [...output.slice((i * height + r) * width, (i * height + r + 1) * width)]),
  );
}

const shifted = (image: number[][], down: number, right: number, fill: "edge" | "zero") =>
  image.map((row, r) =>
    row.map((_, c) => {
      const [y, x] = [r + down, c + right];
      const inside = y >= 0 && y < image.length && x >= 0 && x < row.length;
      if (!inside && fill === "zero") return 0;
      return image[Math.min(Math.max(y, 0), image.length - 1)][Math.min(Math.max(x, 0), row.length - 1)];
    }),
  );
const IMAGE = [
  [1, 2, 3],
  [4, 5, 6],
];

describe.each(BACKENDS)("augment, %s", (backend) => {
  test.each(["edge", "zero"] as const)("moves images by whole pixels, all as often, filling with %s", async (fill) => {
    const moves = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => shifted(IMAGE, down, right, fill)));
    const counts = new Array(9).fill(0);
    for (const image of await copies(augment({ shift: 1, fill }), IMAGE, 900, backend)) {
      const i = moves.findIndex((move) => String(move) === String(image));
      expect(i, JSON.stringify(image)).not.toBe(-1);
      counts[i]++;
    }
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(45); // deviation 9.4
  });

  test.each([
    ["horizontal", [IMAGE, IMAGE.map((row) => row.toReversed())]],
    ["vertical", [IMAGE, IMAGE.toReversed()]],
  ] as const)("mirrors every other image: %s", async (flip, expected) => {
    const images = await copies(augment({ flip }), IMAGE, 200, backend);
    const plain = images.filter((image) => String(image) === String(expected[0])).length;
    expect(images.filter((image) => String(image) === String(expected[1]))).toHaveLength(200 - plain);
    expect(Math.abs(plain - 100)).toBeLessThan(36); // deviation 7
  });

  test("turns images about their middle, values between pixels in proportion", async () => {
    // A plane a + b·row + c·column: bilinear interpolation is exact, so the angle can be read off and must fit everywhere.
    const size = 9;
    const plane = Array.from({ length: size }, (_, r) => Array.from({ length: size }, (_, c) => 10 + r + 3 * c));
    const images = await copies(augment({ rotate: 30 }), plane, 60, backend);
    const angles = images.map((image) => {
      // d(down) = cos·1 + sin·3 a row, d(right) = 3·cos − sin a column, near the middle
      const [a, b] = [image[5][4] - image[4][4], image[4][5] - image[4][4]];
      const [cos, sin] = [(a + 3 * b) / 10, (3 * a - b) / 10];
      expect(cos ** 2 + sin ** 2).toBeCloseTo(1, 4);
      expect(image[4][4]).toBeCloseTo(10 + 4 + 12, 4);
      expect(image[3][5]).toBeCloseTo(26 - a + b, 4);
      return (Math.atan2(sin, cos) * 180) / Math.PI;
    });
    expect(Math.min(...angles)).toBeGreaterThan(-30.001);
    expect(Math.max(...angles)).toBeLessThan(30.001);
    expect(Math.min(...angles)).toBeLessThan(-20);
    expect(Math.max(...angles)).toBeGreaterThan(20);
  });

  test("enlarges images about their middle", async () => {
    const ramp = Array.from({ length: 5 }, () => [0, 1, 2, 3, 4]);
    for (const image of await copies(augment({ zoom: 0.2 }), ramp, 40, backend)) {
      const z = 1 / (image[2][3] - image[2][2]);
      expect(z).toBeGreaterThan(0.7999);
      expect(z).toBeLessThan(1.2001);
      expect(image[2][2]).toBeCloseTo(2, 5);
    }
  });

  test("does nothing in inference", async () => {
    const compiled = await compileLayer(augment({ shift: 3, rotate: 90 }), { input: [1, 2, 3, 1], backend });
    const output = await compiled.forward({ shape: [1, 2, 3, 1], data: IMAGE.flat() });
    expectClose(output.data, IMAGE.flat(), 0);
    await compiled.close();
  });
});

describe("train with augment", () => {
  const options = { threads: 0, epochs: 2, batchSize: 20, augment: augment({ shift: 2, rotate: 10, zoom: 0.1 }) };

  test("changes training alone: neither validation, nor test, nor the model", async () => {
    const data: Dataset = await digits({ train: 60, validation: 20, test: 20 });
    const model = mlp({ hidden: [8] });
    const run = await train(model, data, options);
    const { augment: _, ...without } = options;
    const plain = await train(model, data, without);
    expect(run.history[0].train.loss).not.toBe(plain.history[0].train.loss);
    expect(run.model.parts.layer).toBe(model);
    expect(run.config.augmentation).toBe(options.augment);
    const { loss } = await evaluate(run.model, data.test as Samples, { threads: 0 });
    expect(run.test?.loss).toBeCloseTo(loss, 6);
    const again = await train(model, data, { ...options, threads: 2 });
    expect(again.state).toEqual(run.state);
  });

  test("refuses what would change the shape or has weights", async () => {
    const data = await digits({ train: 60, validation: 0, test: 0 });
    await expect(train(mlp(), data, { ...options, augment: mlp() })).rejects.toThrow(
      "train: augment: expected a layer without weights that keeps the shape of its input, received sequential.",
    );
    expect(() => augment({ shift: 1 }).build([784])).toThrow(
      "augment: expected input [batch, height, width, channels]",
    );
  });
});
