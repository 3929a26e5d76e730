import { describe, expect, test, vi } from "vitest";
import type { Storage } from "../graph/primitives.ts";
import { createProgram } from "../graph/program.ts";
import { input, type Tensor } from "../graph/tensor.ts";
import type { HostArray } from "./backend.ts";
import { openDevice } from "./open.ts";

vi.mock("./wasm/thread-choice.ts", () => import("../../test/all-threads.ts"));

const DEVICES = [
  { name: "reference", options: { backend: "reference" } as const },
  { name: "wasm", options: { threads: 0 } },
  { name: "wasm, 3 threads", options: { threads: 3 } },
];

interface Fed {
  tensor: Tensor;
  data: HostArray;
}

let made = 0;
const fed = (shape: number[], data: ArrayLike<number>, storage: Storage = "float"): Fed => ({
  tensor: input(`fed ${made++}`, shape, storage),
  data:
    storage === "float"
      ? Float32Array.from(data)
      : storage === "uint8"
        ? Uint8Array.from(data)
        : storage === "int32"
          ? Int32Array.from(data)
          : Uint32Array.from(data),
});

describe.each(DEVICES)("$name", ({ options }) => {
  const compute = async (outputs: Record<string, Tensor>, feeds: Fed[]) => {
    const device = await openDevice(options);
    const executable = await device.compile(createProgram(outputs));
    const used = feeds.map(({ tensor, data }) => [(tensor as Tensor<"input">).attributes.name, data]);
    const [found] = await executable.run([Object.fromEntries(used)]);
    await device.close();
    return Object.fromEntries(Object.entries(found).map(([name, data]) => [name, Array.from(data, (x) => x + 0)]));
  };

  test("what is not the number of a row picks not-a-numbers, and is left out of a sum by rows", async () => {
    const table = fed([3, 2], [1, 2, 3, 4, 5, 6]);
    const at = fed([8], [2, -1, 3, 0.5, Number.NaN, Infinity, 1e9, 0]);
    const values = fed([8, 1], [1, 2, 4, 8, 16, 32, 64, 128]);
    const { picked, added } = await compute(
      { picked: table.tensor.gather(at.tensor), added: values.tensor.scatterAdd(at.tensor, 3) },
      [table, at, values],
    );
    expect(picked).toEqual([5, 6, ...new Array(12).fill(Number.NaN), 1, 2]);
    expect(added).toEqual([128, 0, 1]);
  });

  test.each<[Storage, number[], number[]]>([
    ["int32", [1, -1, 2 ** 31 - 1, 3], [3, Number.NaN, Number.NaN, Number.NaN]],
    ["uint32", [1, 2 ** 32 - 1, 2, 3], [3, Number.NaN, 5, Number.NaN]],
    ["uint8", [1, 255, 0, 3], [3, Number.NaN, 1, Number.NaN]],
  ])("also of numbers stored as %s, of a table of bytes", async (storage, numbers, firsts) => {
    const table = fed([3, 5], [1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 5, 5, 5, 5, 5], "uint8");
    const at = fed([4], numbers, storage);
    const { picked } = await compute({ picked: table.tensor.gather(at.tensor) }, [table, at]);
    expect(picked).toEqual(firsts.flatMap((first) => new Array(5).fill(first)));
  });

  test("a table without rows has none", async () => {
    const [table, at] = [fed([0, 4], []), fed([2], [0, 1])];
    const { picked } = await compute({ picked: table.tensor.gather(at.tensor) }, [table, at]);
    expect(picked).toEqual(new Array(8).fill(Number.NaN));
  });

  test("products of no matrices are none, and touch nothing else", async () => {
    const a = fed([0, 257, 128], []);
    const b = fed([0, 128, 8], []);
    const x = fed([1, 7], [1, 2, 3, 4, 5, 6, 7]);
    const doubled = x.tensor.mul(2);
    const found = await compute(
      {
        product: a.tensor.matmul(b.tensor),
        sum: a.tensor.matmul(b.tensor).sum(),
        byColumn: a.tensor.matmul(b.tensor).sum(0),
        beside: doubled.transpose().matmul(doubled).sum(),
      },
      [a, b, x],
    );
    expect(found).toEqual({ product: [], sum: [0], byColumn: new Array(257 * 8).fill(0), beside: [4 * 28 ** 2] });
  });

  test("nothing of any kind is nothing", async () => {
    const empty = fed([0, 4, 4, 8], []);
    const kernel = fed([3, 3, 8, 8], new Array(576).fill(1));
    const x = empty.tensor;
    const images = x.conv2d(kernel.tensor);
    const found = await compute(
      {
        images,
        padded: x.pad([1, 0, 0, 0], [0, 0, 0, 0]).sum(),
        windows: x.window([2, 2], [2, 2]).max([2, 4]),
        place: x.argMax(0).sum(),
        largest: x.reshape([0, 128]).max(1),
        rows: x
          .reshape([0, 128])
          .scatterAdd(x.reshape([0, 128]).sum(1), 2)
          .sum(),
        thin: x
          .reshape([128, 0])
          .matmul(x.reshape([0, 128]))
          .sum(),
      },
      [empty, kernel],
    );
    expect(found).toEqual({ images: [], padded: [0], windows: [], place: [0], largest: [], rows: [0], thin: [0] });
  });
});
