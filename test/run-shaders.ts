import { argumentWords } from "../src/backend/webgpu/argument-words.ts";
import { GPUBufferUsage, GPUMapMode, GPUShaderStage } from "../src/backend/webgpu/constants.ts";
import { BINDINGS, type Room, roomOf, type Shader } from "../src/backend/webgpu/shader.ts";
import type { Buffer } from "../src/plan/kernel.ts";

/** Lies between buffers, so that one which is overrun is noticed. */
const GUARD = 12345;
/** Where buffers begin, as in an arena, in words. */
const ALIGNED = 16;

/** Runs shaders one after another on buffers of their own, given what each holds before: what each holds after. */
export async function runShaders(
  device: GPUDevice,
  shaders: readonly Shader[],
  held: ReadonlyMap<Buffer, ArrayLike<number>>,
): Promise<ReadonlyMap<Buffer, Float32Array>> {
  const words: Record<Room, number[]> = { memory: [], feeds: [], results: [] };
  const places = new Map<Buffer, number>();
  for (const [buffer, numbers] of held) {
    const room = words[roomOf({ buffer })];
    guard(room);
    places.set(buffer, room.length);
    for (let i = 0; i < buffer.size; i++) room.push(numbers[i]);
  }
  for (const room of Object.values(words)) guard(room);

  const made = (data: Float32Array | Uint32Array, usage: number) => {
    const buffer = device.createBuffer({ size: data.byteLength, usage, mappedAtCreation: true });
    new Uint8Array(buffer.getMappedRange()).set(new Uint8Array(data.buffer));
    buffer.unmap();
    return buffer;
  };
  const room = (name: Room) => made(Float32Array.from(words[name]), GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const rooms = { memory: room("memory"), feeds: room("feeds"), results: room("results") };
  const encoder = device.createCommandEncoder();
  for (const { code, workgroups, arguments: views, constants = [] } of shaders) {
    const at = views.map(({ buffer, offset }) => (places.get(buffer) as number) + offset);
    const uniforms = made(argumentWords([...at, ...constants]), GPUBufferUsage.UNIFORM);
    const pipeline = pipelineOf(device, code);
    const bound = { ...rooms, uniforms };
    const entries = BINDINGS.map((name, binding) => ({ binding, resource: { buffer: bound[name] } }));
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(...workgroups);
    pass.end();
  }
  device.queue.submit([encoder.finish()]);
  const after = {
    memory: await read(device, rooms.memory),
    feeds: await read(device, rooms.feeds),
    results: await read(device, rooms.results),
  };
  for (const name of ["memory", "feeds", "results"] as const) checkGuards(name, words[name], after[name]);
  return new Map([...places].map(([buffer, at]) => [buffer, after[roomOf({ buffer })].slice(at, at + buffer.size)]));
}

function guard(room: number[]): void {
  do room.push(GUARD);
  while (room.length % ALIGNED !== 0);
}

function checkGuards(name: Room, before: readonly number[], after: Float32Array): void {
  const overrun = before.findIndex((word, i) => word === GUARD && after[i] !== GUARD);
  if (overrun !== -1)
    throw new Error(`word ${overrun} of ${name}, which lies between buffers, holds ${after[overrun]}`);
}

function pipelineOf(device: GPUDevice, code: string): GPUComputePipeline {
  const buffer = (type: GPUBufferBindingType) => ({ visibility: GPUShaderStage.COMPUTE, buffer: { type } });
  const kinds = { memory: "storage", feeds: "read-only-storage", results: "storage", uniforms: "uniform" } as const;
  const layout = device.createBindGroupLayout({
    entries: BINDINGS.map((name, binding) => ({ binding, ...buffer(kinds[name]) })),
  });
  return device.createComputePipeline({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ code }), entryPoint: "main" },
  });
}

async function read(device: GPUDevice, source: GPUBuffer): Promise<Float32Array> {
  const target = device.createBuffer({ size: source.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, 0, target, 0, source.size);
  device.queue.submit([encoder.finish()]);
  await target.mapAsync(GPUMapMode.READ);
  return new Float32Array(target.getMappedRange().slice(0));
}
