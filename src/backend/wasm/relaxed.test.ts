import { afterEach, describe, expect, it, vi } from "vitest";
import { BackendPair, errors, normals, withGradients } from "../../../test/compare-backends.ts";
import { hasRelaxedSimd } from "./relaxed.ts";

/** f32x4.relaxed_madd: the prefix of vector instructions, and 0x105 in LEB128. */
const RELAXED_MADD = [0xfd, 0x85, 0x02];

afterEach(() => {
  vi.restoreAllMocks();
});

/** Products of matrices and a convolution, with gradients, and the bytes of every module that computed them. */
async function computed(relaxedSimd: boolean) {
  const modules: Uint8Array[] = [];
  const compile = WebAssembly.compile;
  vi.spyOn(WebAssembly, "compile").mockImplementation((bytes) => {
    modules.push(new Uint8Array(bytes as ArrayBuffer));
    return compile(bytes);
  });
  const pair = await BackendPair.open({ threads: 0, relaxedSimd });
  const { trace, args } = withGradients(
    (x, kernel, w) => x.conv2d(kernel).relu().reshape([3, -1]).matmul(w),
    [normals([3, 6, 7, 5], 1), normals([3, 3, 5, 9], 2), normals([180, 11], 3)],
  );
  const { wasm, reference } = await pair.compute(trace, args);
  await pair.close();
  return { modules, worst: Math.max(...Object.values(errors(wasm, reference))), description: pair.wasm.description };
}

function contains(bytes: Uint8Array, part: readonly number[]): boolean {
  return bytes.some((_, at) => part.every((byte, i) => bytes[at + i] === byte));
}

describe("relaxed SIMD", () => {
  it("is left out where it is not wanted", async () => {
    const { modules, worst, description } = await computed(false);
    expect(modules).toHaveLength(1);
    expect(contains(modules[0], RELAXED_MADD)).toBe(false);
    expect(worst).toBeLessThan(1e-5);
    expect(description).toBe("wasm, 1 thread, SIMD");
  });

  it("is used where the engine has it, and the description says so", async () => {
    const { modules, worst, description } = await computed(true);
    const has = await hasRelaxedSimd();
    expect(contains(modules.at(-1) as Uint8Array, RELAXED_MADD)).toBe(has);
    expect(worst).toBeLessThan(1e-5);
    expect(description).toBe(has ? "wasm, 1 thread, relaxed SIMD" : "wasm, 1 thread, SIMD");
  });
});
