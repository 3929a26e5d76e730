import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withoutGpu } from "../../../test/software-gpu.ts";
import { createProgram } from "../../graph/program.ts";
import { input } from "../../graph/tensor.ts";
import { MemoryShortage } from "../backend.ts";
import { GPUBufferUsage } from "./constants.ts";
import { WebgpuDevice } from "./device.ts";
import { findGpu } from "./find-gpu.ts";

/** x + 1 */
const adding = (count: number) => createProgram({ sum: input("x", [count]).add(1) });

describe.skipIf(withoutGpu !== undefined)("what a GPU refuses is an error, not wrong numbers", () => {
  let gpu: GPUDevice;
  let device: WebgpuDevice;
  beforeEach(async () => {
    const adapter = (await (await findGpu()).requestAdapter()) as GPUAdapter;
    gpu = await adapter.requestDevice();
    device = new WebgpuDevice(gpu, "webgpu, a card");
  });
  afterEach(() => device.close());

  test("a buffer that may not be bound", async () => {
    const make = gpu.createBuffer.bind(gpu);
    Object.defineProperty(gpu, "createBuffer", {
      value: (buffer: GPUBufferDescriptor) => make({ ...buffer, usage: buffer.usage & ~GPUBufferUsage.STORAGE }),
    });
    const { run } = await device.compile(adding(3));
    await expect(run([{ x: Float32Array.of(1, 2, 3) }])).rejects.toThrow(
      /^webgpu, a card: expected a GPU that takes what/,
    );
  });

  test("an input that is larger than what is bound at once", async () => {
    const count = gpu.limits.maxStorageBufferBindingSize / 4 + 1;
    const refused = device.compile(createProgram({ sum: input("x", [count]).sum() }));
    await expect(refused).rejects.toThrow(/^a program's inputs and outputs: expected at most 134\.2 MB each/);
    await expect(refused).rejects.toMatchObject({ cause: expect.any(MemoryShortage) });
  });

  test("what is asked of a closed device", async () => {
    const { run } = await device.compile(adding(3));
    const under = run([{ x: Float32Array.of(1, 2, 3) }]);
    await device.close();
    await expect(under).rejects.toThrow("expected an open device, received a closed one");
  });
});
