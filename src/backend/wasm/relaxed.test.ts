import { afterEach, describe, expect, test, vi } from "vitest";
import { BackendPair, errors, normals, withGradients } from "../../../test/compare-backends.ts";
import { arrays } from "../../data/arrays.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { readRun } from "../../saved/load-run.ts";
import { encodeRun } from "../../train/run/run-file.ts";
import { train } from "../../train/train.ts";
import { hasRelaxedSimd } from "./relaxed.ts";

/** f32x4.relaxed_madd: the prefix of vector instructions, and 0x105 in LEB128. */
const RELAXED_MADD = [0xfd, 0x85, 0x02];

afterEach(() => {
  vi.restoreAllMocks();
});

/** The bytes of every module that is compiled from now on. */
function watchModules(): Uint8Array[] {
  const modules: Uint8Array[] = [];
  const compile = WebAssembly.compile;
  vi.spyOn(WebAssembly, "compile").mockImplementation((bytes) => {
    modules.push(new Uint8Array(bytes as ArrayBuffer));
    return compile(bytes);
  });
  return modules;
}

/** Products of matrices and a convolution, with gradients, and the bytes of every module that computed them. */
async function computed(relaxedSimd: boolean) {
  const modules = watchModules();
  const pair = await BackendPair.open({ threads: 0, relaxedSimd });
  const { trace, args } = withGradients(
    (x, kernel, w) => x.conv2d(kernel).relu().reshape([3, -1]).matmul(w),
    [normals([3, 6, 7, 5], 1), normals([3, 3, 5, 9], 2), normals([180, 11], 3)],
  );
  const { tested, reference } = await pair.compute(trace, args);
  await pair.close();
  return {
    modules,
    worst: Math.max(...Object.values(errors(tested, reference))),
    description: pair.tested.description,
  };
}

function contains(bytes: Uint8Array, part: readonly number[]): boolean {
  return bytes.some((_, at) => part.every((byte, i) => bytes[at + i] === byte));
}

describe("relaxed SIMD", () => {
  test("is left out where it is not wanted", async () => {
    const { modules, worst, description } = await computed(false);
    expect(modules).toHaveLength(1);
    expect(contains(modules[0], RELAXED_MADD)).toBe(false);
    expect(worst).toBeLessThan(1e-5);
    expect(description).toBe("wasm, 1 thread, SIMD");
  });

  test("is used where the engine has it, and the description says so", async () => {
    const { modules, worst, description } = await computed(true);
    const has = await hasRelaxedSimd();
    expect(contains(modules.at(-1) as Uint8Array, RELAXED_MADD)).toBe(has);
    expect(worst).toBeLessThan(1e-5);
    expect(description).toBe(has ? "wasm, 1 thread, relaxed SIMD" : "wasm, 1 thread, SIMD");
  });

  test("is left out by a run without it, its predictions, and a run that goes on with it, also when saved", async () => {
    const inputs = { shape: [64, 16], data: normals([64, 16], 1).data };
    const data = arrays({ inputs, labels: Uint8Array.from({ length: 64 }, (_, i) => i % 2) });
    const modules = watchModules();
    const layer = sequential([dense(32), dense(2)]);
    const run = await train(layer, data, { epochs: 1, threads: 0, relaxedSimd: false });
    const [trained] = [modules.length, await run.model.predict(inputs)];
    const saved = readRun(encodeRun(run));
    await saved.model.predict(inputs);
    const further = await train(layer, data, { epochs: 2, threads: 0, resume: saved });
    expect(trained).toBeGreaterThan(1);
    expect(modules.length).toBeGreaterThan(trained); // the predictions; the programs of the further run are known
    expect(modules.some((bytes) => contains(bytes, RELAXED_MADD))).toBe(false);
    expect([run.backend, further.backend]).toEqual(["wasm, 1 thread, SIMD", "wasm, 1 thread, SIMD"]);
    await Promise.all([run, saved, further].map(({ model }) => model.close()));
    // Unless it is told otherwise.
    const other = await train(layer, data, { epochs: 2, threads: 0, resume: saved, relaxedSimd: true });
    expect(modules.some((bytes) => contains(bytes, RELAXED_MADD))).toBe(await hasRelaxedSimd());
    await other.model.close();
  });
});
