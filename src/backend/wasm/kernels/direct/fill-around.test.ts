import { expect, test } from "vitest";
import type { Shape } from "../../../../graph/shape.ts";
import { sizeOf } from "../../../../graph/shape.ts";
import { fillAround } from "../../../../plan/lower/fill-around.ts";
import { ModuleBuilder } from "../../emit/module.ts";
import { emitFillAround } from "./fill-around.ts";

const AT = 64;
const SOMETHING = 7;

/** What memory that held something else has after a fill in shares that end before these parts, and after them. */
async function filled(shape: Shape, before: Shape, block: Shape, shares: readonly number[]): Promise<number[]> {
  const size = sizeOf(shape);
  const kernel = fillAround({ kind: "temporary", name: "padded", size, storage: "float" }, shape, before, block);
  const module = new ModuleBuilder({ relaxed: false });
  const emitted = emitFillAround(module, kernel);
  module.function(["i32", "i32", "i32"], (f, ...range) => f.call(emitted.function, range), "run");
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2 });
  const all = new Float32Array(memory.buffer).fill(SOMETHING);
  const compiled = await WebAssembly.compile(module.encode({ initial: 2, maximum: 2, shared: false }));
  const { run } = (await WebAssembly.instantiate(compiled, { env: { memory } })).exports as {
    run: (from: number, to: number, at: number) => void;
  };
  const ends = [...shares, emitted.parts];
  ends.forEach((end, i) => {
    run(ends[i - 1] ?? 0, end, AT);
  });
  expect([...all.subarray(0, AT / 4), ...all.subarray(AT / 4 + size)].every((x) => x === SOMETHING)).toBe(true);
  return [...all.subarray(AT / 4, AT / 4 + size)];
}

/** Zeros, and in the block what was there before. */
function expected(shape: Shape, before: Shape, block: Shape): number[] {
  let values = [SOMETHING];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const zeros = values.map(() => 0);
    values = Array.from({ length: shape[axis] }, (_, i) =>
      i >= before[axis] && i < before[axis] + block[axis] ? values : zeros,
    ).flat();
  }
  return values;
}

test.each<[string, Shape, Shape, Shape]>([
  ["one channel", [3, 5, 6, 1], [0, 1, 1, 0], [3, 3, 4, 1]],
  ["three channels", [3, 5, 6, 3], [0, 1, 2, 0], [3, 3, 3, 3]],
  ["sixteen channels", [3, 6, 6, 16], [0, 1, 1, 0], [3, 4, 4, 16]],
  ["wide borders", [2, 9, 40, 16], [0, 2, 10, 0], [2, 3, 20, 16]],
  ["behind alone", [2, 4, 4, 2], [0, 0, 0, 0], [2, 3, 3, 2]],
  ["rows alone", [4, 6, 5], [0, 2, 0], [4, 3, 5]],
  ["columns alone", [2, 3, 7, 5], [0, 0, 1, 0], [2, 3, 4, 5]],
])("zeros around a block of an image, and nothing else: %s", async (_, shape, before, block) => {
  expect(await filled(shape, before, block, [])).toEqual(expected(shape, before, block));
  expect(await filled(shape, before, block, [1])).toEqual(expected(shape, before, block));
});

test("a block that is no walk in equal steps is filled with the rest, as its own kernel comes after", async () => {
  expect(await filled([2, 4, 3, 4], [0, 1, 0, 1], [2, 2, 3, 2], [5, 40])).toEqual(Array(96).fill(0));
});
