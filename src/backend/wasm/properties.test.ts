import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type Argument,
  BackendPair,
  errors,
  integers,
  type Numbers,
  normals,
  relativeError,
  withGradients,
} from "../../../test/compare-backends.ts";
import { gradients } from "../../autodiff/backward.ts";
import { createProgram, type Update } from "../../graph/program.ts";
import { broadcastShape, type Shape, sizeOf } from "../../graph/shape.ts";
import { input, type Tensor, variable } from "../../graph/tensor.ts";
import { drawTensors } from "../../model/draw-tensors.ts";
import type { Layer } from "../../model/layer.ts";
import { layerContext } from "../../model/layer-context.ts";
import { averagePool2d } from "../../model/layers/average-pool2d.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { conv2d } from "../../model/layers/conv2d.ts";
import { dense } from "../../model/layers/dense.ts";
import { dropout } from "../../model/layers/dropout.ts";
import { elu } from "../../model/layers/elu.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { gelu } from "../../model/layers/gelu.ts";
import { globalAveragePool } from "../../model/layers/global-average-pool.ts";
import { layerNorm } from "../../model/layers/layer-norm.ts";
import { maxPool2d } from "../../model/layers/max-pool2d.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { silu } from "../../model/layers/silu.ts";
import { softmax } from "../../model/layers/softmax.ts";
import { tanh } from "../../model/layers/tanh.ts";
import type { Device } from "../backend.ts";

vi.setConfig({ testTimeout: 60_000 });

/** The same cases at every run. */
const RUNS = { seed: 20240229, endOnFailure: false } as const;
/** Values are kept near 1 in size, so that errors are held against 1 where the result is smaller. */
const TOLERANCE = 3e-5;

let pair: BackendPair;
beforeAll(async () => {
  pair = await BackendPair.open();
});
afterAll(() => pair.close());

/** One step of a random expression: which operation, on which earlier values, with which numbers. */
interface Step {
  operation: number;
  a: number;
  b: number;
  numbers: number[];
}

const step = fc.record({
  operation: fc.nat(1000),
  a: fc.nat(1000),
  b: fc.nat(1000),
  numbers: fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }),
});
const extent = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }) }, fc.constantFrom(1, 4, 8, 16, 17, 33));
const shape = fc.array(extent, { maxLength: 4 }).filter((shape) => sizeOf(shape) <= 3000);
const expression = fc.record({
  shapes: fc.array(shape, { minLength: 1, maxLength: 3 }),
  steps: fc.array(step, { minLength: 2, maxLength: 14 }),
});

/** A value of an expression; exact if nothing was rounded on the way, so that comparisons fall alike. */
interface Value {
  tensor: Tensor;
  exact: boolean;
}

const SIZE_LIMIT = 20_000;

/**
 * Each operation takes a value, perhaps a second one, and numbers, and keeps sizes near 1; undefined where it does not
 * apply. Where `smooth` is asked for, functions with a kink are left to exact values.
 */
type Operation = (a: Value, b: Value, numbers: readonly number[], smooth: boolean) => Value | undefined;

const moved =
  (make: (x: Tensor, numbers: readonly number[]) => Tensor | undefined): Operation =>
  ({ tensor, exact }, _, numbers) => {
    const made = make(tensor, numbers);
    return made && { tensor: made, exact };
  };
const rounded =
  (make: (x: Tensor, numbers: readonly number[]) => Tensor | undefined): Operation =>
  ({ tensor }, _, numbers) => {
    const made = make(tensor, numbers);
    return made && { tensor: made, exact: false };
  };
const joined =
  (make: (a: Tensor, b: Tensor) => Tensor, kink = false): Operation =>
  (a, b, _, smooth) => {
    const shape = broadcastShape(a.tensor.shape, b.tensor.shape);
    if (shape === undefined || sizeOf(shape) > SIZE_LIMIT) return undefined;
    const exact = kink && a.exact && b.exact;
    return kink && smooth && !exact ? undefined : { tensor: make(a.tensor, b.tensor), exact };
  };
const axesOf = (x: Tensor, numbers: readonly number[]) =>
  x.shape.flatMap((_, axis) => (numbers[axis] % 2 === 0 ? [axis] : []));

const operations: readonly Operation[] = [
  moved((x) => x.neg()),
  rounded((x) => x.mul(0.5).tanh()),
  rounded((x) => x.sigmoid()),
  rounded((x) => x.tanh().exp()),
  rounded((x) => x.square().add(0.5).log()),
  rounded((x) => x.square().add(0.25).sqrt()),
  rounded((x) => x.erf()),
  rounded((x, [a]) => x.mul(a / 1000).add(0.3)),
  ({ tensor, exact }, _, __, smooth) => (smooth && !exact ? undefined : { tensor: tensor.relu(), exact }),
  ({ tensor, exact }, _, __, smooth) => (smooth && !exact ? undefined : { tensor: tensor.abs(), exact }),
  joined((a, b) => a.add(b).mul(0.5)),
  joined((a, b) => a.sub(b)),
  joined((a, b) => a.mul(b.tanh())),
  joined((a, b) => a.div(b.square().add(1))),
  joined((a, b) => a.maximum(b), true),
  joined((a, b) => a.minimum(b), true),
  (a, b, numbers, smooth) =>
    a.exact && b.exact ? joined((x, y) => x.less(y).where(x, y), true)(a, b, numbers, smooth) : undefined,
  rounded((x, numbers) => x.mean(axesOf(x, numbers), numbers[7] % 2 === 0)),
  rounded((x, numbers) => x.sub(x.mean(axesOf(x, numbers), true))),
  ({ tensor, exact }, _, numbers, smooth) =>
    smooth && !exact ? undefined : { tensor: tensor.max(axesOf(tensor, numbers), numbers[7] % 2 === 0), exact },
  ({ tensor, exact }, _, numbers) =>
    exact ? { tensor: tensor.argMax(axesOf(tensor, numbers), true).mul(1 / 64), exact } : undefined,
  rounded((x) => (x.rank === 0 ? undefined : x.softmax())),
  moved((x) => x.transpose()),
  moved((x, numbers) => x.transpose(x.shape.map((_, axis) => axis).sort((i, j) => numbers[i] - numbers[j]))),
  moved((x, numbers) => x.flip(axesOf(x, numbers))),
  moved((x) => x.reshape([-1])),
  moved((x) => (x.rank < 2 ? undefined : x.reshape([x.shape[0] * x.shape[1], ...x.shape.slice(2)]))),
  moved((x) =>
    x.rank === 0 || x.shape[0] % 2 === 1 ? undefined : x.reshape([2, x.shape[0] / 2, ...x.shape.slice(1)]),
  ),
  moved((x, [n]) => {
    const shape = [(n % 3) + 1, ...x.shape];
    return sizeOf(shape) > SIZE_LIMIT ? undefined : x.broadcastTo(shape);
  }),
  moved((x, numbers) => {
    const steps = x.shape.map((_, axis) => [1, 2, -1, -2][numbers[axis] % 4]);
    const size = x.shape.map((extent, axis) =>
      Math.max(1, Math.floor(((numbers[axis + 4] % extent) + 1) / Math.abs(steps[axis]))),
    );
    const start = steps.map((by, axis) => (by > 0 ? 0 : (size[axis] - 1) * -by));
    return x.rank > 4 ? undefined : x.slice(start, size, steps);
  }),
  moved((x, numbers) => {
    const zeros = (from: number) => x.shape.map((_, axis) => numbers[(axis + from) % 8] % 3);
    const padded = x.pad(zeros(0), zeros(3), zeros(5));
    return sizeOf(padded.shape) > SIZE_LIMIT ? undefined : padded;
  }),
  moved((x, [height, width, down, across]) => {
    if (x.rank !== 4 || sizeOf(x.shape) === 0) return undefined;
    const size = [(height % Math.min(3, x.shape[1])) + 1, (width % Math.min(3, x.shape[2])) + 1] as const;
    return x.window(size, [(down % 3) + 1, (across % 3) + 1]);
  }),
  ({ tensor: a }, { tensor: b }) => {
    if (a.rank !== 2 || b.rank !== 2) return undefined;
    const [left, right] = [a.shape[1] === b.shape[0] || a.shape[0] !== b.shape[0] ? a : a.transpose(), b];
    const turned = left.shape[1] === right.shape[0] ? right : right.transpose();
    if (left.shape[1] !== turned.shape[0]) return undefined;
    return { tensor: left.matmul(turned).mul(1 / Math.max(1, left.shape[1])), exact: false };
  },
  ({ tensor: a }) => {
    if (a.rank < 2 || a.shape[a.rank - 2] > 64) return undefined;
    const order = a.shape.map((_, axis) => axis);
    order.push(...order.splice(-2).reverse());
    return { tensor: a.matmul(a.transpose(order)).mul(1 / Math.max(1, a.shape[a.rank - 1])), exact: false };
  },
  ({ tensor: image }, { tensor: b }, [height, width, filters, down]) => {
    if (image.rank !== 4 || sizeOf(image.shape) === 0 || b.rank === 0) return undefined;
    const size = [
      (height % Math.min(3, image.shape[1])) + 1,
      (width % Math.min(3, image.shape[2])) + 1,
      image.shape[3],
      (filters % 9) + 1,
    ];
    if (sizeOf(size) > 2000) return undefined;
    const kernel = b
      .reshape([-1])
      .slice([0], [1])
      .broadcastTo([sizeOf(size)])
      .reshape(size);
    const stride = [(down % 2) + 1, 1] as const;
    return { tensor: image.conv2d(kernel, { stride }).mul(1 / sizeOf(size.slice(0, 3))), exact: false };
  },
];

/** The last value of an expression, and how many operations applied. */
function evaluate(
  steps: readonly Step[],
  leaves: readonly Tensor[],
  smooth: boolean,
): { result: Tensor; used: number } {
  const values: Value[] = leaves.map((tensor) => ({ tensor, exact: true }));
  for (const { operation, a, b, numbers } of steps) {
    // Rather the latest values, so that expressions grow deep.
    const pick = (n: number) => values[values.length - 1 - Math.min(n % 4, values.length - 1)];
    const made = operations[operation % operations.length](pick(a), pick(b), numbers, smooth);
    if (made !== undefined) values.push(made);
  }
  return { result: values.at(-1)?.tensor as Tensor, used: values.length - leaves.length };
}

/** The error relative to the largest expected number, or to 1 if all are smaller. */
function errorAroundOne(tested: ArrayLike<number>, reference: ArrayLike<number>): number {
  return relativeError([...Array.from(tested), 1], [...Array.from(reference), 1]);
}

function largest(tested: Numbers, reference: Numbers): number {
  return Math.max(...Object.keys(reference).map((name) => errorAroundOne(tested[name], reference[name])));
}

describe("random expressions as the reference computes them", () => {
  test("values", async () => {
    const reached = new Set<number>();
    await fc.assert(
      fc.asyncProperty(expression, async ({ shapes, steps }) => {
        const args = shapes.map((shape, i) => normals(shape, i));
        const { tested, reference } = await pair.compute((...leaves) => {
          const { result, used } = evaluate(steps, leaves, false);
          reached.add(used);
          return { value: result };
        }, args);
        expect(largest(tested, reference)).toBeLessThan(TOLERANCE);
      }),
      { ...RUNS, numRuns: 200 },
    );
    expect(Math.max(...reached)).toBeGreaterThan(8);
  });

  test("gradients", async () => {
    await fc.assert(
      fc.asyncProperty(expression, async ({ shapes, steps }) => {
        const { trace, args } = withGradients(
          (...leaves) => evaluate(steps, leaves, true).result,
          shapes.map((shape, i) => normals(shape, i)),
        );
        const { tested, reference } = await pair.compute(trace, args);
        expect(largest(tested, reference)).toBeLessThan(TOLERANCE);
      }),
      { ...RUNS, numRuns: 120 },
    );
  });

  test("several outputs that share their parts", async () => {
    await fc.assert(
      fc.asyncProperty(expression, expression, async (one, other) => {
        const args = one.shapes.map((shape, i) => normals(shape, i));
        const { tested, reference } = await pair.compute((...leaves) => {
          const first = evaluate(one.steps, leaves, false).result;
          const second = evaluate(other.steps, [first, ...leaves], false).result;
          return {
            first,
            second,
            sum: first.sum().mul(1 / Math.max(1, sizeOf(first.shape))),
            place: leaves[0].argMax(),
          };
        }, args);
        expect(largest(tested, reference)).toBeLessThan(TOLERANCE);
      }),
      { ...RUNS, numRuns: 60 },
    );
  });
});

describe("random sizes as the reference computes them", () => {
  test("matrix products, transposed or not", async () => {
    const size = fc.oneof(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 21, max: 140 }),
      fc.constantFrom(256, 257, 300),
    );
    await fc.assert(
      fc.asyncProperty(size, size, size, fc.boolean(), fc.boolean(), async (m, k, n, turnA, turnB) => {
        fc.pre(m * k * n < 2e5);
        const args = [normals(turnA ? [k, m] : [m, k], 1), normals(turnB ? [n, k] : [k, n], 2)];
        const { tested, reference } = await pair.compute(
          (a, b) => ({ value: (turnA ? a.transpose() : a).matmul(turnB ? b.transpose() : b) }),
          args,
        );
        expect(errors(tested, reference).value).toBeLessThan(1e-5);
      }),
      { ...RUNS, numRuns: 30 },
    );
  });

  test("convolutions with their gradients", async () => {
    const small = (max: number) => fc.integer({ min: 1, max });
    const two = (max: number) => fc.tuple(small(max), small(max));
    const sizes = fc.record({
      batch: small(4),
      room: two(7),
      kernel: two(4),
      stride: two(3),
      dilation: two(3),
      groups: small(3),
      inputs: small(9),
      outputs: small(9),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ batch, room, kernel, stride, dilation, groups, inputs, outputs }) => {
        const side = (axis: 0 | 1) => (kernel[axis] - 1) * dilation[axis] + room[axis];
        const { trace, args } = withGradients(
          (x, w) => x.conv2d(w, { stride, dilation, groups }),
          [normals([batch, side(0), side(1), inputs * groups], 1), normals([...kernel, inputs, outputs * groups], 2)],
        );
        const { tested, reference } = await pair.compute(trace, args);
        for (const error of Object.values(errors(tested, reference))) expect(error).toBeLessThan(1e-5);
      }),
      { ...RUNS, numRuns: 30 },
    );
  });

  test("convolutions of each channel on its own, with their gradients", async () => {
    const small = (max: number) => fc.integer({ min: 1, max });
    const two = (max: number) => fc.tuple(small(max), small(max));
    const sizes = fc.record({
      batch: small(3),
      image: two(25),
      padding: fc.tuple(fc.nat(3), fc.nat(3)),
      kernel: two(5),
      stride: two(4),
      dilation: two(3),
      channels: fc.integer({ min: 2, max: 11 }),
      multiplier: small(9),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ batch, image, padding, kernel, stride, dilation, channels, multiplier }) => {
        fc.pre([0, 1].every((axis) => image[axis] + 2 * padding[axis] > (kernel[axis] - 1) * dilation[axis]));
        const around = [0, ...padding, 0];
        const { trace, args } = withGradients(
          (x, w) => x.pad(around, around).conv2d(w, { stride, dilation, groups: channels }),
          [normals([batch, ...image, channels], 1), normals([...kernel, 1, channels * multiplier], 2)],
        );
        const { tested, reference } = await pair.compute(trace, args);
        for (const error of Object.values(errors(tested, reference))) expect(error).toBeLessThan(1e-5);
      }),
      { ...RUNS, numRuns: 30 },
    );
  });

  test("reductions of long axes", async () => {
    const long = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 100, max: 700 }));
    await fc.assert(
      fc.asyncProperty(fc.array(long, { minLength: 1, maxLength: 3 }), fc.nat(7), async (shape, which) => {
        fc.pre(sizeOf(shape) < 4e4);
        const axes = shape.flatMap((_, axis) => ((which >> axis) & 1 ? [axis] : []));
        const { tested, reference } = await pair.compute(
          (x) => ({ mean: x.mean(axes), squares: x.square().mean(axes), max: x.max(axes), place: x.argMax(axes) }),
          [normals(shape)],
        );
        expect(largest(tested, reference)).toBeLessThan(1e-5);
        expect(tested.place).toEqual(Float32Array.from(reference.place));
      }),
      { ...RUNS, numRuns: 30 },
    );
  });
});

describe("random stacks of layers", () => {
  const anywhere = {
    relu,
    elu,
    gelu,
    silu,
    tanh,
    softmax,
    batchNorm,
    layerNorm,
    "dropout 0.3": () => dropout(0.3),
  };
  const onVectors = { ...anywhere, "dense 7": () => dense(7), "dense 16": () => dense(16, { bias: false }) };
  const onImages = {
    ...anywhere,
    "conv 3": () => conv2d(5, 3),
    "conv 2 same": () => conv2d(8, 2, { padding: "same", bias: false }),
    "conv 3 strided": () => conv2d(6, 3, { stride: 2, padding: 1 }),
    "max 2": () => maxPool2d(2),
    "max 3 overlapping": () => maxPool2d(3, { stride: 2, padding: 1 }),
    "average 2": () => averagePool2d(2, { padding: 1 }),
  };
  const ends = { flatten, globalAveragePool, "dense 9": () => dense(9), "dense 3": () => dense(3) };
  const all: Readonly<Record<string, () => Layer>> = { ...onVectors, ...onImages, ...ends };
  const some = (layers: object, maxLength: number) => fc.array(fc.constantFrom(...Object.keys(layers)), { maxLength });
  const vectors = some(onVectors, 5).map((names) => ({ names: ["dense 9", ...names, "dense 3"], shape: [11] }));
  const images = fc
    .tuple(some(onImages, 3), fc.constantFrom("flatten", "globalAveragePool"))
    .map(([names, end]) => ({ names: [...names, end, "dense 3"], shape: [9, 10, 3] }));

  /** One step of gradient descent on the mean square: what is left in the variables. */
  async function trainOnce(
    device: Device,
    layers: readonly Layer[],
    shape: Shape,
    batch: number,
    name: string,
  ): Promise<Numbers> {
    const model = sequential(layers).build(shape);
    const specs = { ...model.parameters, ...model.state };
    const drawn = drawTensors(specs, 5, "parameters");
    const nameOf = (tensor: string) => `${name} ${tensor}`;
    for (const [tensor, { shape, data }] of Object.entries(drawn))
      await device.create(nameOf(tensor), shape, "float", Float32Array.from(data));
    const variables = Object.fromEntries(
      Object.entries(specs).map(([tensor, { shape }]) => [tensor, variable(nameOf(tensor), shape)]),
    );
    const updates: Update[] = [];
    const x = input("x", [batch, ...shape]);
    const y = input("y", [batch, ...model.outputShape]);
    const output = model.forward(
      x,
      layerContext({
        training: true,
        parameters: variables,
        state: variables,
        setState: (tensor, value) => updates.push({ variable: variables[tensor], value }),
        key: input("key", [3], "uint32"),
      }),
    );
    const loss = output.sub(y).square().mean();
    const parameters = Object.keys(model.parameters).map((tensor) => variables[tensor]);
    gradients(loss, parameters).forEach((gradient, i) => {
      updates.push({ variable: parameters[i], value: parameters[i].sub(gradient.mul(0.1)) });
    });
    const executable = await device.compile(createProgram({ loss, output }, updates));
    const feed = {
      x: normals([batch, ...shape], 1),
      y: normals([batch, ...model.outputShape], 2),
      key: integers([3], 99, "uint32"),
    };
    const [fetched] = await executable.run([
      Object.fromEntries(Object.entries<Argument>(feed).map(([name, { data }]) => [name, data])),
    ]);
    const numbers: Numbers = { ...fetched };
    for (const tensor of Object.keys(specs)) numbers[tensor] = await device.read(nameOf(tensor));
    return numbers;
  }

  test("trained by one step as the reference trains them", async () => {
    let stacks = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(vectors, images), fc.constantFrom(4, 7, 8), async ({ names, shape }, batch) => {
        const name = `stack ${stacks++}`;
        const layers = names.map((layer) => all[layer]());
        const tested = await trainOnce(pair.tested, layers, shape, batch, name);
        const reference = await trainOnce(pair.reference, layers, shape, batch, name);
        expect(largest(tested, reference)).toBeLessThan(TOLERANCE);
      }),
      { ...RUNS, numRuns: 30 },
    );
  });
});
