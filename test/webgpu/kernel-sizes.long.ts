import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Shape } from "../../src/graph/shape.ts";
import { filled, iota, random, type Tensor } from "../../src/graph/tensor.ts";
import { type Argument, BackendPair, errors, integers, normals, numbers, type Outputs } from "../compare-backends.ts";
import { withoutGpu } from "../software-gpu.ts";

const onGpu = describe.skipIf(withoutGpu !== undefined);

let pair: BackendPair;
beforeAll(async () => {
  if (withoutGpu === undefined) pair = await BackendPair.open({ backend: "webgpu" });
});
afterAll(() => pair?.close());

async function expectClose(
  trace: (...tensors: Tensor[]) => Outputs,
  args: readonly Argument[],
  tolerance: number,
): Promise<void> {
  const { tested, reference } = await pair.compute(trace, args);
  for (const [name, error] of Object.entries(errors(tested, reference)))
    expect(error, name).toBeLessThanOrEqual(tolerance);
}

onGpu("reductions on a GPU", () => {
  /** Few and many results, of few and many numbers, along the last axis and along another one. */
  const sizes: readonly (readonly [Shape, number[]])[] = [
    [[1, 31], [1]],
    [[1, 32], [1]],
    [[3, 1000], [1]],
    [[1000, 3], [0]],
    [[300, 33], [1]],
    [[33, 300], [0]],
    [[257, 65], [0]],
    [[2000, 40], [1]],
    [[40, 2000], [0]],
    [[20_000, 2], [1]],
    [[2, 20_000], [0]],
    [
      [5, 64, 7, 9],
      [0, 2],
    ],
    [
      [5, 64, 7, 9],
      [1, 3],
    ],
  ];
  test.each(sizes)("of %j over %j", async (shape, axes) => {
    const x = integers(shape, 7); // whole numbers: sums are exact, and there are many equal maxima
    await expectClose((a) => ({ sum: a.sum(axes), max: a.max(axes), place: a.argMax(axes) }), [x], 0);
    await expectClose((a) => ({ sum: a.sum(axes) }), [normals(shape)], 1e-6);
  });

  test("of so many kinds at once that workgroups are smaller", async () => {
    const kinds = Array.from({ length: 8 }, (_, i) => i - 4);
    await expectClose(
      (a) =>
        Object.fromEntries(
          kinds.flatMap((i) => [
            [`sum ${i}`, a.mul(i).sum(1)],
            [`place ${i}`, a.mul(i).argMax(1)],
          ]),
        ),
      [integers([9, 200], 50)],
      0,
    );
  });

  test("keep a not-a-number, whichever thread meets it", async () => {
    const rows = Array.from({ length: 64 }, (_, row) =>
      Array.from({ length: 320 }, (_, i) => (i === 5 * row ? Number.NaN : i)),
    );
    await expectClose(
      (a) => ({ max: a.max(1), place: a.argMax(1), sum: a.sum(1) }),
      [numbers([64, 320], rows.flat())],
      0,
    );
  });
});

onGpu("products of few results on a GPU", () => {
  test.each([
    [24, 20, 8192],
    [1, 1, 6000],
    [130, 10, 3136],
    [7, 5, 4099], // no number divides it: the sums stay whole
  ])("%i × %i, each a long sum of %i", async (m, n, k) => {
    const [a, b] = [integers([m, k], 7), integers([n, k], 5)];
    await expectClose(
      (x, y) => ({ rows: x.matmul(y.transpose()), columns: y.transpose().transpose().matmul(x.transpose()) }),
      [a, b],
      0,
    );
    await expectClose((x, y) => ({ value: x.transpose().matmul(y) }), [normals([k, m]), normals([k, n], 2)], 2e-6);
  });
});

onGpu("maps on a GPU", () => {
  test("of more numbers than workgroups along one dimension", async () => {
    await expectClose(() => ({ value: iota([66_000, 65], 1).add(1) }), [], 0);
  });

  test("of bytes that begin anywhere in a word", async () => {
    const bytes = integers([7, 11], 256, "uint8");
    await expectClose(
      (a) => ({ from: a.slice([1, 3], [5, 7]).mul(2), flipped: a.flip([0, 1]).add(1), turned: a.transpose().sub(1) }),
      [bytes],
      0,
    );
  });
});

onGpu("rows picked and added up on a GPU", () => {
  const indices = [
    0,
    -0,
    3,
    4,
    -1,
    0.5,
    2,
    2 ** 24,
    2 ** 31,
    -(2 ** 31),
    1e30,
    2 ** -140,
    Number.NaN,
    Infinity,
    -Infinity,
    2,
  ];

  test("by floats, of which some are no rows", async () => {
    await expectClose(
      (table, at, values) => ({
        picked: table.gather(at),
        added: values.scatterAdd(at, 4),
        lone: table.sum(1).gather(at),
      }),
      [integers([4, 3], 100), numbers([16], indices), integers([16, 3], 100)],
      0,
    );
  });

  test.each([
    ["int32", [0, 3, 4, -1, 2, 2 ** 31 - 1, -(2 ** 31), 1]],
    ["uint32", [0, 3, 4, 2 ** 32 - 1, 2, 2 ** 31, 1, 1]],
    ["uint8", [0, 3, 4, 255, 2, 1, 1, 1]],
  ] as const)("by %s", async (storage, list) => {
    await expectClose(
      (table, at, values) => ({ picked: table.gather(at), added: values.scatterAdd(at, 4) }),
      [normals([4, 5]), numbers([8], list, storage), integers([8, 5], 100)],
      0,
    );
  });

  test("from a table without rows, and into a table that threads share by blocks", async () => {
    await expectClose((at) => ({ none: filled([0, 3], 1).gather(at) }), [integers([5], 3)], 0);
    await expectClose(
      (at, values) => ({ added: values.scatterAdd(at, 5003) }),
      [integers([400], 5003, "int32"), integers([400, 40], 9)],
      0,
    );
  });
});

onGpu("rows added up on a GPU", () => {
  test.each([
    [7, 3, 300],
    [2, 1, 1000],
    [1, 64, 129],
    [40, 130, 200],
    [3000, 5, 64],
    [2500, 70, 65],
  ])("into %i × %i from %i, many into the same: in the order of the indices, bit by bit", async (rows, row, count) => {
    const [at, values] = [integers([count], Math.min(rows, 9), "int32"), normals([count, row])];
    const expected = new Float32Array(rows * row);
    at.data.forEach((to, i) => {
      for (let column = 0; column < row; column++) expected[to * row + column] += values.data[i * row + column];
    });
    const { tested } = await pair.compute((i, x) => ({ added: x.scatterAdd(i, rows) }), [at, values]);
    expect(tested.added).toEqual(expected);
  });
});

onGpu("random numbers on a GPU", () => {
  test("are the very numbers of wasm", async () => {
    const key = numbers([3], [12345, 0xdeadbeef, 0xfffffff1], "uint32");
    const trace = (k: Tensor) => ({ few: random([17], k, 0), many: random([300, 251], k, 0xfffffffe) });
    const wasm = await BackendPair.open({ threads: 0 });
    const [found, expected] = [await pair.compute(trace, [key]), await wasm.compute(trace, [key])];
    await wasm.close();
    expect(found.tested).toEqual(expected.tested);
  });
});

onGpu("sums on a GPU", () => {
  test("have the same bits each time", async () => {
    const x = normals([3000, 50]);
    const trace = (a: Tensor) => ({ rows: a.sum(1), columns: a.sum(0), all: a.tanh().sum() });
    const other = await BackendPair.open({ backend: "webgpu" });
    const [first, again, elsewhere] = [
      await pair.compute(trace, [x]),
      await pair.compute(trace, [x]),
      await other.compute(trace, [x]),
    ];
    await other.close();
    expect(again.tested).toEqual(first.tested);
    expect(elsewhere.tested).toEqual(first.tested);
  });
});
