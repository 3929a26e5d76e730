import { afterEach, expect, test, vi } from "vitest";
import { createProgram, type Program } from "../../graph/program.ts";
import { Tensor } from "../../graph/tensor.ts";
import { openDevice } from "../open.ts";
import { programKey } from "./program-key.ts";

afterEach(() => vi.restoreAllMocks());

/** y = x · factor + bias, of an input and a variable. */
function line(factor: number, size = 3): Program {
  const x = new Tensor("input", { name: "x", storage: "float", shape: [size] }, []);
  const bias = new Tensor("variable", { name: "bias", storage: "float", shape: [size] }, []);
  return createProgram({ y: x.mul(factor).add(bias) });
}

async function answer(program: Program, bias: number[], { before = 0 } = {}): Promise<number[]> {
  const device = await openDevice({ backend: "wasm", threads: 1 });
  if (before > 0) await device.create("other", [before], "float");
  await device.create("bias", [bias.length], "float", bias);
  const executable = await device.compile(program);
  const [{ y }] = await executable.run([{ x: Float32Array.from(bias, (_, i) => i) }]);
  await device.close();
  return Array.from(y as ArrayLike<number>);
}

test("a program that was compiled before is not compiled again, at whatever place the device has it", async () => {
  expect(await answer(line(2.5), [1, 2, 3])).toEqual([1, 4.5, 8]);
  const compile = vi.spyOn(WebAssembly, "compile");
  expect(await answer(line(2.5), [10, 20, 30])).toEqual([10, 22.5, 35]);
  expect(compile).toHaveBeenCalledTimes(0);
  // Elsewhere in memory the code has other addresses.
  expect(await answer(line(2.5), [10, 20, 30], { before: 1000 })).toEqual([10, 22.5, 35]);
  expect(compile).toHaveBeenCalledTimes(1);
  expect(await answer(line(3), [1, 2, 3])).toEqual([1, 5, 9]);
  expect(compile).toHaveBeenCalledTimes(2);
});

test("programs are one only if everything about them is", () => {
  expect(programKey(line(2))).toBe(programKey(line(2)));
  const others = [line(2), line(3), line(2, 4), line(0), line(-0), line(Number.NaN), line(Number.POSITIVE_INFINITY)];
  const probed = createProgram(line(2).outputs, [], new Set(["y"]));
  const bySample = { ...line(2), bySample: true };
  const keys = [...others, probed, bySample].map(programKey);
  expect(new Set(keys).size).toBe(keys.length);
});
