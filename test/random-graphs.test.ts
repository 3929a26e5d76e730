import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { broadcastShape, type Shape, sizeOf } from "../src/graph/shape.ts";
import { iota, type Tensor } from "../src/graph/tensor.ts";
import { RandomStream } from "../src/random.ts";
import { BackendPair, integers, normals, type Outputs, relativeError, withGradients } from "./compare-backends.ts";

// Random expressions, products, convolutions and stacks are in src/backend/wasm/properties.test.ts. Here are sizes around
// the width of a vector, nothing at all, and every place of an axis: where kernels take other paths.

vi.setConfig({ testTimeout: 60_000 });

let pair: BackendPair;
beforeAll(async () => {
  pair = await BackendPair.open();
});
afterAll(() => pair.close());

/** The same cases at every run. */
const RUNS = { seed: 20260101, endOnFailure: false } as const;
/** Of float32 numbers about 1 in size, relative to the largest result, or to 1 where terms cancel to less. */
const TOLERANCE = 1e-5;
/** Every remainder of 4 lanes, and both sides of longer strides. */
const LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65];

async function expectEqual(trace: (...tensors: Tensor[]) => Outputs, args: Parameters<BackendPair["compute"]>[1]) {
  const { tested, reference } = await pair.compute(trace, args);
  for (const [name, expected] of Object.entries(reference))
    expect(relativeError([...tested[name], 1], [...expected, 1]), name).toBeLessThan(TOLERANCE);
}

describe("sizes around the width of a vector, none among them", () => {
  test.each(LENGTHS)("%d numbers, in each place of three axes", async (length) => {
    for (const axis of [0, 1, 2]) {
      const shape = [3, 2, 5].with(axis, length);
      const along = (x: Tensor) => x.sub(x.mean(axis, true)); // two passes over the axis
      await expectEqual(
        (a, b) => ({
          chain: a.mul(b).add(a.tanh()).sub(b.abs()),
          sum: a.mul(b).sum(axis),
          all: a.sum(),
          others: a.sum([0, 1, 2].filter((other) => other !== axis)),
          turned: a.transpose([2, 0, 1]).add(b.transpose([2, 0, 1])),
          // What is the largest, or the mean, of nothing is not defined.
          ...(length === 0
            ? {}
            : {
                max: a.max(axis),
                place: a.argMax(axis),
                centered: along(a),
                softmax: a.softmax(axis),
                flip: a.flip(axis),
              }),
        }),
        [normals(shape, 1), normals(shape, 2)],
      );
    }
  });

  test("matrices with an empty side multiply to zeros or to nothing", async () => {
    for (const [m, k, n] of [
      [0, 3, 4],
      [3, 0, 4],
      [3, 4, 0],
      [0, 0, 0],
      [1, 0, 1],
    ] as const)
      await expectEqual(
        (a, b) => ({ product: a.matmul(b), sum: a.matmul(b).sum() }),
        [normals([m, k]), normals([k, n])],
      );
  });

  test("gradients through an axis of any length", async () => {
    for (const length of LENGTHS) {
      const { trace, args } = withGradients(
        (a, b) =>
          a
            .mul(b)
            .tanh()
            .sum(1)
            .mul(b.sum([0, 1])),
        [normals([3, length], 1), normals([3, length], 2)],
      );
      await expectEqual(trace, args);
    }
  });
});

describe("broadcasting", () => {
  const subsets = (rank: number) => Array.from({ length: 2 ** rank }, (_, bits) => bits);
  const kept = (shape: Shape, bits: number) => shape.map((extent, axis) => ((bits >> axis) & 1 ? extent : 1));

  test.each([[[5]], [[3, 7]], [[2, 5, 3]], [[2, 3, 4, 5]]])("of %j, every axis of either operand", async (shape) => {
    for (const bits of subsets(shape.length)) {
      const others = subsets(shape.length);
      await expectEqual(
        (a, ...bs) =>
          Object.fromEntries(
            bs.flatMap((b, i) => [
              [`product ${i}`, a.mul(b)],
              [`sum ${i}`, a.add(b).sum(shape.length - 1)],
            ]),
          ),
        [normals(kept(shape, bits), 1), ...others.map((other) => normals(kept(shape, other), 2 + other))],
      );
    }
  });

  test("of operands without their leading axes", async () => {
    const shape = [3, 2, 5];
    for (const left of [0, 1, 2, 3])
      for (const right of [0, 1, 2, 3])
        await expectEqual(
          (a, b) => ({ sum: a.add(b), less: a.less(b), where: a.less(0).where(a, b), max: a.maximum(b).sum() }),
          [normals(shape.slice(left), 1), normals(shape.slice(right), 2)],
        );
  });

  test("with gradients, which sum over what was repeated", async () => {
    const shape = [3, 4, 5];
    for (const bits of subsets(3)) {
      const operand = kept(shape, bits);
      const { trace, args } = withGradients((a, b) => a.mul(b).sub(b), [normals(shape, 1), normals(operand, 2)]);
      expect(broadcastShape(shape, operand)).toEqual(shape);
      await expectEqual(trace, args);
    }
  });
});

describe("steps through memory", () => {
  test("slices of every step along every axis", async () => {
    const shape = [7, 9, 6];
    for (const axis of [0, 1, 2])
      for (const step of [1, 2, 3, -1, -2, -5]) {
        const extent = shape[axis];
        const size = Math.ceil((extent - 1) / Math.abs(step));
        const start = [0, 0, 0].with(axis, step > 0 ? 1 : extent - 1);
        const sizes = shape.with(axis, size);
        const { trace, args } = withGradients(
          (x) =>
            x
              .tanh()
              .slice(start, sizes, [1, 1, 1].with(axis, step))
              .mul(2)
              .sum((axis + 1) % 3),
          [normals(shape)],
        );
        await expectEqual(trace, args);
      }
  });

  test("views of views, padded, turned and cut", async () => {
    const small = fc.integer({ min: 0, max: 3 });
    const cases = fc.record({
      shape: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 }),
      before: fc.array(small, { minLength: 3, maxLength: 3 }),
      interior: fc.array(small, { minLength: 3, maxLength: 3 }),
      order: fc.constantFrom([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]),
      steps: fc.array(fc.constantFrom(1, 2, 3, -1, -2), { minLength: 3, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, before, interior, order, steps }) => {
        const view = (x: Tensor) => {
          const padded = x.pad(before, before.toReversed(), interior).transpose(order);
          const size = padded.shape.map((extent, axis) => Math.ceil(extent / Math.abs(steps[axis])));
          return padded.slice(
            padded.shape.map((extent, axis) => (steps[axis] > 0 ? 0 : extent - 1)),
            size,
            steps,
          );
        };
        const { trace, args } = withGradients((x) => view(x.sigmoid()).add(1).log().reshape([-1]), [normals(shape)]);
        await expectEqual(trace, args);
      }),
      { ...RUNS, numRuns: 40 },
    );
  });
});

describe("rows of tables", () => {
  test("gathered and added up again, twice, not at all, or from an empty list", async () => {
    const cases = fc.record({
      rows: fc.integer({ min: 1, max: 9 }),
      width: fc.constantFrom(1, 2, 3, 4, 5, 8, 17),
      indices: fc.constantFrom([0], [1], [5], [2, 3], [4, 1, 3]),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, width, indices }) => {
        await expectEqual(
          (table, at, values) => {
            const picked = table.mul(2).gather(at);
            return { picked, squares: picked.square().sum(-1), back: values.scatterAdd(at, rows).add(table) };
          },
          [normals([rows, width], 1), integers(indices, rows, "int32"), normals([...indices, width], 2)],
        );
      }),
      { ...RUNS, numRuns: 30 },
    );
  });
});

/** Graphs in which every value may feed several others, of the functions that have jumps or no gradient among them. */
describe("graphs of shared values", () => {
  const node = fc.record({ operation: fc.nat(99), left: fc.nat(99), right: fc.nat(99), axis: fc.nat(99) });
  const graph = fc.record({
    shape: fc.array(fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 16, 17), { minLength: 1, maxLength: 3 }),
    nodes: fc.array(node, { minLength: 6, maxLength: 20 }),
  });
  // Multiples of 1/8 stay exact through these, so that jumps lie in the same places.
  const operations: readonly ((a: Tensor, b: Tensor, axis: number) => Tensor)[] = [
    (a, b) => a.add(b),
    (a, b) => a.sub(b),
    (a, b) => a.maximum(b),
    (a, b) => a.minimum(b),
    (a, b) => a.less(b),
    (a, b) => a.equal(b),
    (a, b) => a.sign().where(b, a),
    (a) => a.floor(),
    (a) => a.abs().neg(),
    (a, b) => a.sign().mul(b),
    (a, _, axis) => a.max(axis, true),
    (a, _, axis) => a.flip(axis),
    (a, b, axis) => a.sub(iota(a.shape, axis)).minimum(b),
    (a, _, axis) => a.argMax(axis, true).mul(0.125),
    (a) => a.stopGradient().maximum(-2),
    (a, _, axis) => a.maximum(-4).minimum(4).sum(axis, true).mul(0.125).floor(),
    (a, b) => (a.rank === 2 ? a.transpose().reshape(a.shape) : a).sub(b),
  ];

  test("give exactly what the reference gives", async () => {
    let largest = 0;
    await fc.assert(
      fc.asyncProperty(graph, fc.nat(1000), async ({ shape, nodes }, seed) => {
        const random = new RandomStream(seed, "eighths");
        const eighths = () => ({
          ...normals(shape),
          data: Float32Array.from({ length: sizeOf(shape) }, () => random.integer(33) / 8 - 2),
        });
        const { tested, reference } = await pair.compute(
          (...leaves) => {
            const values: Tensor[] = [...leaves];
            for (const { operation, left, right, axis } of nodes) {
              const pick = (n: number) => values[Math.max(0, values.length - 1 - (n % 5))];
              const [a, b] = [pick(left), pick(right)];
              // Full again after a reduction, and in range, so that nothing is rounded.
              const made = operations[operation % operations.length](a, b, axis % shape.length)
                .maximum(-64)
                .minimum(64);
              values.push(made.broadcastTo(shape));
            }
            return Object.fromEntries(values.slice(2).map((value, i) => [`${i}`, value]));
          },
          [eighths(), eighths()],
        );
        for (const name of Object.keys(reference)) {
          expect(relativeError(tested[name], reference[name]), name).toBe(0);
          largest = Math.max(largest, ...Array.from(reference[name], Math.abs));
        }
      }),
      { ...RUNS, numRuns: 80 },
    );
    expect(largest).toBeGreaterThan(4);
  });
});
