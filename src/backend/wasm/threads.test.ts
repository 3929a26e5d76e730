import { createHash } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type Argument, integers, type Numbers, normals, withGradients } from "../../../test/compare-backends.ts";
import type { Storage } from "../../graph/primitives.ts";
import { createProgram, type Update } from "../../graph/program.ts";
import { constant, input, random, type Tensor, variable } from "../../graph/tensor.ts";
import { layerContext } from "../../model/layer-context.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { optimizerStepper } from "../../optimize/step/optimizer-stepper.ts";
import type { Device, Executable, Feed } from "../backend.ts";
import { openDevice } from "../open.ts";
import { emitBarrier } from "./barrier.ts";
import type { Bytes } from "./emit/code.ts";
import { ModuleBuilder } from "./emit/module.ts";
import { i32, store } from "./emit/ops.ts";
import { MAXIMUM_PAGES } from "./memory.ts";
import { openThreads } from "./threads.ts";

vi.setConfig({ testTimeout: 60_000 });
vi.mock("./thread-choice.ts", () => import("../../../test/all-threads.ts"));

/** Every worker that this test opened, in the order of their first messages. */
let workers: Worker[] = [];
const devices: Device[] = [];

const post = Worker.prototype.postMessage;

beforeEach(() => {
  vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: Worker, message) {
    if (!workers.includes(this)) workers.push(this);
    post.call(this, message);
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(devices.splice(0).map((device) => device.close()));
  workers = [];
});

/** A device of so many threads; "alone": of one, as it is where memory cannot be shared. */
async function open(threads: number | "alone"): Promise<Device> {
  if (threads === "alone") vi.stubGlobal("SharedArrayBuffer", undefined);
  try {
    const device = await openDevice(threads === "alone" ? {} : { threads });
    devices.push(device);
    return device;
  } finally {
    if (threads === "alone") vi.unstubAllGlobals();
  }
}

/** How many of the workers that were opened in this test still run. */
function running(): number {
  return workers.filter(({ threadId }) => threadId !== -1).length;
}

type Trace = (...tensors: Tensor[]) => Record<string, Tensor>;

async function prepare(device: Device, trace: Trace, args: readonly Argument[], updates: readonly Update[] = []) {
  const tensors = args.map(({ shape, storage }, i) => input(`${i}`, shape, storage));
  const executable = await device.compile(createProgram(trace(...tensors), updates));
  return { executable, feed: Object.fromEntries(args.map(({ data }, i) => [`${i}`, data])) as Feed };
}

async function run(device: Device, trace: Trace, args: readonly Argument[]): Promise<Numbers> {
  const { executable, feed } = await prepare(device, trace, args);
  const [fetched] = await executable.run([feed]);
  return fetched;
}

/** A digest of every number's bits, which a failing test can print. */
function bits(numbers: Numbers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, data]) => [
      name,
      createHash("sha256")
        .update(new Uint8Array(Float32Array.from(data).buffer))
        .digest("hex"),
    ]),
  );
}

function differentiated(f: (...tensors: Tensor[]) => Tensor, ...args: Argument[]): { trace: Trace; args: Argument[] } {
  return withGradients(f, args);
}

const context = (key: Tensor, parameters: Record<string, Tensor>, state: Record<string, Tensor>) =>
  layerContext({ training: true, parameters, state, key });

describe("the same bits for any number of threads", () => {
  const product = (m: number, k: number, n: number) =>
    differentiated((a, b) => a.matmul(b), normals([m, k], 1), normals([k, n], 2));
  const key = integers([3], 1000, "uint32");
  const programs = {
    "a small product": product(5, 7, 3),
    "a product of many rows": product(301, 33, 20),
    "a product of many columns": product(17, 270, 301),
    "a batch of products": differentiated((a, b) => a.matmul(b), normals([5, 9, 8], 1), normals([5, 8, 13], 2)),
    "a convolution": differentiated((x, w) => x.conv2d(w), normals([5, 9, 10, 3], 1), normals([3, 3, 3, 13], 2)),
    "a convolution by tiles of 5×5": differentiated(
      (x, w) => x.conv2d(w),
      normals([5, 16, 15, 32], 1),
      normals([3, 3, 32, 40], 2),
    ),
    "a convolution of many channels in groups": differentiated(
      (x, w) => x.conv2d(w, { stride: [2, 1], groups: 2 }),
      normals([19, 7, 8, 32], 1),
      normals([3, 3, 16, 24], 2),
    ),
    "channels on their own": differentiated(
      (x, w) => x.conv2d(w, { stride: [1, 2], groups: 9 }),
      normals([19, 7, 23, 9], 1),
      normals([3, 3, 1, 9], 2),
    ),
    "channels with two outputs each": differentiated(
      (x, w) => x.conv2d(w, { stride: [2, 2], groups: 9 }),
      normals([5, 11, 23, 9], 1),
      normals([3, 3, 1, 18], 2),
    ),
    "groups of a few channels": differentiated(
      (x, w) => x.conv2d(w, { groups: 3 }),
      normals([5, 9, 13, 12], 1),
      normals([3, 3, 4, 12], 2),
    ),
    "a convolution with short rows": differentiated(
      (x, w) => x.conv2d(w, { stride: [2, 2] }),
      normals([9, 9, 9, 35], 1),
      normals([3, 3, 35, 37], 2),
    ),
    "a convolution of single pixels": differentiated(
      (x, w) => x.conv2d(w),
      normals([3, 7, 9, 20], 1),
      normals([1, 1, 20, 33], 2),
    ),
    "long sums": differentiated((x) => x.square().sum(), normals([70_001])),
    "sums of columns": differentiated((x) => x.exp().sum([0]), normals([3001, 21])),
    "sums of rows": differentiated((x) => x.sum([1]), normals([21, 3001])),
    "the place of the maximum": differentiated((x) => x.max([0, 1]).add(x.argMax([0, 1])), integers([40, 11, 67], 9)),
    softmax: differentiated((x) => x.softmax(), normals([257, 10])),
    "overlapping windows": differentiated((x) => x.window([3, 3], [2, 2]).max([2, 4]), normals([3, 21, 20, 5])),
    "rows picked and added up": differentiated(
      (x, i) => x.gather(i),
      normals([11, 37], 1),
      integers([300], 11, "uint32"),
    ),
    "batch norm": differentiated(
      (x, scale, shift) =>
        batchNorm()
          .build([9, 21])
          .forward(x, context(constant(0), { scale, shift }, { mean: shift, variance: scale })),
      normals([130, 9, 21], 1),
      normals([21], 2),
      normals([21], 3),
    ),
    "dropout masks": differentiated(
      (x, key) => random(x.shape, key, 7).less(0.4).where(x.mul(2), 0),
      normals([99, 41]),
      key,
    ),
  };

  test("in values and gradients", async () => {
    const results = new Map<number | "alone", Record<string, Record<string, string>>>();
    for (const threads of [0, 1, 2, 3, 8, "alone"] as const) {
      const device = await open(threads);
      const found: Record<string, Record<string, string>> = {};
      for (const [name, { trace, args }] of Object.entries(programs))
        found[name] = bits(await run(device, trace, args));
      await device.close();
      results.set(threads, found);
    }
    for (const [threads, found] of results)
      for (const name of Object.keys(programs))
        expect(found[name], `${name}, ${threads} threads`).toEqual(results.get(0)?.[name]);
  });

  test("in steps of Adam", async () => {
    const shapes = { kernel: [40, 33], bias: [33], output: [33, 10] };
    const draw = (seed: number) =>
      Object.fromEntries(Object.entries(shapes).map(([name, shape], i) => [name, normals(shape, 10 * seed + i)]));
    const after: Record<string, string>[] = [];
    for (const threads of [0, 1, 2, 3, 8]) {
      const stepper = await optimizerStepper(adam({ learningRate: 0.05 }), draw(1), { threads });
      for (const seed of [2, 3, 4]) await stepper.step(draw(seed));
      after.push(bits(Object.fromEntries(Object.entries(stepper.parameters).map(([name, { data }]) => [name, data]))));
      await stepper.close();
    }
    for (const found of after) expect(found).toEqual(after[0]);
    expect(after[0].kernel).not.toEqual(bits({ kernel: draw(1).kernel.data }).kernel);
  });
});

/** w ← w + x, a program that gives back the old w and their product's sum. */
async function accumulator(device: Device, size: number): Promise<Executable> {
  await device.create("w", [size], "float");
  const [w, x] = [variable("w", [size]), input("x", [size])];
  return device.compile(createProgram({ old: w, sum: w.mul(x).sum() }, [{ variable: w, value: w.add(x) }]));
}

describe("many steps in one call", () => {
  test.each([0, 1, 3, "alone"] as const)("are the steps one by one, with threads: %s", async (threads) => {
    const size = 1000;
    const feeds = Array.from({ length: 150 }, (_, i): Feed => ({ x: normals([size], i).data })); // more than one queue
    const [together, apart] = [await open(threads), await open(threads)];
    const all = await (await accumulator(together, size)).run(feeds);
    const executable = await accumulator(apart, size);
    const each = [];
    for (const feed of feeds) each.push(...(await executable.run([feed])));
    expect(all).toHaveLength(150);
    expect(all.map(bits)).toEqual(each.map(bits));
    expect(await together.read("w")).toEqual(await apart.read("w"));
    expect([...all[1].old]).toEqual([...feeds[0].x]);
  });

  test("none at all is no step", async () => {
    const device = await open(2);
    expect(await (await accumulator(device, 3)).run([])).toEqual([]);
    expect([...(await device.read("w"))]).toEqual([0, 0, 0]);
  });

  test.each([0, 2])("take no more memory, with %d threads", async (threads) => {
    const memories: WebAssembly.Memory[] = [];
    const Memory = WebAssembly.Memory;
    vi.stubGlobal("WebAssembly", {
      ...Object.fromEntries(
        Object.getOwnPropertyNames(WebAssembly).map((name) => [name, Reflect.get(WebAssembly, name)]),
      ),
      Memory: class extends Memory {
        constructor(limits: WebAssembly.MemoryDescriptor) {
          super(limits);
          memories.push(this);
        }
      },
    });
    try {
      const device = await open(threads);
      const executable = await accumulator(device, 50_000);
      const feeds = Array.from({ length: 9 }, (_, i): Feed => ({ x: normals([50_000], i).data }));
      await executable.run(feeds);
      await executable.run(feeds.slice(0, 2));
      const bytes = memories.map(({ buffer }) => buffer.byteLength);
      expect(bytes).toHaveLength(1);
      for (let i = 0; i < 3; i++) await executable.run(feeds);
      await device.read("w");
      expect(memories.map(({ buffer }) => buffer.byteLength)).toEqual(bytes);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe("devices", () => {
  test("compute beside one another, each with variables of its own", async () => {
    const three = await Promise.all([1, 2, 3].map(() => open(2)));
    const sums = await Promise.all(
      three.map(async (device, i) => {
        const executable = await accumulator(device, 100);
        await executable.run(Array.from({ length: 40 }, () => ({ x: new Float32Array(100).fill(i + 1) })));
        return (await device.read("w"))[99];
      }),
    );
    expect(sums).toEqual([40, 80, 120]);
    expect(running()).toBe(6);
  });

  test("do what they are asked one after another, whoever waits", async () => {
    const device = await open(2);
    const executable = await accumulator(device, 10);
    const one = { x: new Float32Array(10).fill(1) };
    const calls = [executable.run([one]), device.read("w"), executable.run([one, one]), device.read("w")];
    const [, first, , second] = await Promise.all(calls);
    expect([(first as Float32Array)[0], (second as Float32Array)[0]]).toEqual([1, 3]);
  });

  test("describe themselves", async () => {
    expect((await open(3)).description).toMatch(/^wasm, 3 threads, (relaxed )?SIMD$/);
    expect((await open(0)).description).toMatch(/^wasm, 1 thread, (relaxed )?SIMD$/);
    expect((await open("alone")).description).toMatch(/^wasm, 1 thread without shared memory, (relaxed )?SIMD$/);
  });

  test.each([0, 2, "alone"] as const)("refuse what does not fit, and go on, with threads: %s", async (threads) => {
    const device = await open(threads);
    const executable = await accumulator(device, 4);
    await expect(executable.run([{ x: new Float32Array(3) }])).rejects.toThrow(
      'input "x": expected 4 numbers for shape [4], received 3.',
    );
    await expect(executable.run([{}])).rejects.toThrow(
      'input "x": expected 4 numbers for shape [4], received nothing.',
    );
    await expect(device.read("v")).rejects.toThrow('variable "v": expected a variable of this device, received none');
    await expect(device.write("v", [1])).rejects.toThrow('variable "v"');
    await expect(device.write("w", [1])).rejects.toThrow('variable "w": expected 4 numbers, received 1.');
    await expect(device.create("v", [2], "float", [1, 2, 3])).rejects.toThrow(
      'variable "v": expected 2 numbers, received 3.',
    );
    const other = (shape: number[], storage: Storage) =>
      prepare(device, () => ({ w: variable("w", shape, storage).mul(2) }), []);
    await expect(other([40], "float")).rejects.toThrow("4 numbers stored as float, received 40 stored as float.");
    await expect(other([4], "uint8")).rejects.toThrow("4 numbers stored as float, received 4 stored as uint8.");
    await expect(device.create("w", [4], "float")).rejects.toThrow(
      'variable "w": expected a new name, received one in use',
    );
    await expect(prepare(device, () => ({ u: variable("u", [2]).mul(2) }), [])).rejects.toThrow('variable "u"');
    await executable.run([{ x: Float32Array.of(1, 2, 3, 4) }]);
    expect([...(await device.read("w"))]).toEqual([1, 2, 3, 4]);
  });

  test.each([0, 2, "alone"] as const)("say what is too large for their memory, with threads: %s", async (threads) => {
    const device = await open(threads);
    await expect(device.create("huge", [2 ** 30, 2], "float")).rejects.toThrow(
      /^variable "huge": expected at most 4294\.9 MB, .*, received 8589\.9 MB\. Use a smaller batch/,
    );
    // A chain of products whose intermediate results do not fit: told before anything is allocated.
    const [x, size] = [input("x", [1, 40_000]), 40_000];
    const large = x.reshape([size, 1]).matmul(x);
    const program = device.compile(createProgram({ sum: large.matmul(large).sum() }));
    await expect(program).rejects.toThrow(
      /^a program: expected at most 4294\.9 MB, .*, received 1\d{4}\.\d MB \(.* of inputs and outputs, 1\d{4}\.\d MB of intermediate results, .* of scratch memory\)\./,
    );
    await expect(program).rejects.toMatchObject({ kind: "run", cause: { name: "MemoryShortage" } });
    await device.create("huge", [2], "float", [1, 2]);
    expect([...(await device.read("huge"))]).toEqual([1, 2]);
  });
});

describe("a closed device", () => {
  const closed = "device: expected an open device, received a closed one.";

  test.each([0, 2, "alone"] as const)("refuses every call, with threads: %s", async (threads) => {
    const device = await open(threads);
    const executable = await accumulator(device, 4);
    await device.close();
    await expect(executable.run([{ x: new Float32Array(4) }])).rejects.toThrow(closed);
    await expect(device.read("w")).rejects.toThrow(closed);
    await expect(device.write("w", [1])).rejects.toThrow(closed);
    await expect(device.create("v", [1], "float")).rejects.toThrow(closed);
    await expect(prepare(device, () => ({ one: constant(1) }), [])).rejects.toThrow(closed);
    await device.close();
    expect(running()).toBe(0);
  });

  test.each([2, "alone"] as const)("ends what is under way, with threads: %s", async (threads) => {
    const device = await open(threads);
    const executable = await accumulator(device, 200_000);
    const feeds = Array.from({ length: 40 }, () => ({ x: new Float32Array(200_000) }));
    const calls = Promise.allSettled([executable.run(feeds), device.read("w")]);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await device.close();
    for (const call of await calls) expect(call).toMatchObject({ status: "rejected", reason: { message: closed } });
    expect(running()).toBe(0);
  });
});

/** A program whose threads meet at a barrier, but for one, which does `instead`. */
async function broken(thread: number, instead: Bytes): Promise<WebAssembly.Module> {
  const module = new ModuleBuilder({ relaxed: false });
  const barrier = emitBarrier(module, "patient");
  module.function(
    ["i32", "i32", "i32"],
    (f, self, threads) => {
      f.if(i32.eq(self, thread), () => f.push(instead));
      f.call(barrier, [threads]);
      f.push(store.i32(i32.const(1024), 1));
    },
    "run",
  );
  return WebAssembly.compile(module.encode({ initial: 1, maximum: MAXIMUM_PAGES, shared: true }));
}

const UNREACHABLE = "\x00";
/** loop { br 0 } */
const FOR_EVER = "\x03\x40\x0c\x00\x0b";

describe("a thread that dies", () => {
  async function three() {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared: true });
    return openThreads(memory, 3);
  }
  /** A limit against waiting for ever, far above what it takes. */
  const soon = <T>(promise: Promise<T>) =>
    Promise.race([promise, new Promise<T>((_, reject) => setTimeout(() => reject(new Error("it still waits")), 4000))]);
  const ended = () => vi.waitFor(() => expect(running()).toBe(0), { timeout: 4000 });

  test("by an error of its own ends the device, though the others wait for it", async () => {
    const threads = await three();
    await threads.load(0, await broken(1, UNREACHABLE));
    await expect(soon(threads.run(0, 1))).rejects.toThrow(
      /^engine thread 1: expected to finish its work, received unreachable\. The other threads were stopped; open a new device/,
    );
    await ended();
    await expect(threads.run(0, 1)).rejects.toThrow("engine thread 1");
    await expect(threads.load(1, await broken(0, UNREACHABLE))).rejects.toThrow("engine thread 1");
    await threads.close();
  });

  test("by the host's hand ends the device, though the others wait for it", async () => {
    const threads = await three();
    await threads.load(0, await broken(2, FOR_EVER));
    const run = threads.run(0, 1);
    setTimeout(() => workers[2].terminate(), 10);
    await expect(soon(run)).rejects.toThrow(
      /^engine thread 2: expected to finish its work, received it exited with code \d+\./,
    );
    await ended();
  });

  test.each([2, "alone"] as const)(
    "while the device is idle is reported at the next call, threads: %s",
    async (threads) => {
      const device = await open(threads);
      const executable = await accumulator(device, 4);
      const last = workers.length - 1;
      await workers[last].terminate();
      await expect(soon(executable.run([{ x: new Float32Array(4) }]))).rejects.toThrow(`engine thread ${last}`);
      await ended();
    },
  );

  test.each([0, 1, 2])("at its start ends the others, when it is number %d of three", async (number) => {
    let started = 0;
    vi.mocked(Worker.prototype.postMessage).mockImplementation(function (this: Worker, message) {
      workers.push(this);
      if (started++ === number) void this.terminate();
      else post.call(this, message);
    });
    await expect(soon(three())).rejects.toThrow(
      new RegExp(`^engine thread ${number}: expected to finish its work, received it exited with code`),
    );
    await ended();
  });

  test("at its start for want of memory is reported with its cause, and leaves nothing", async () => {
    const threads = await import("node:worker_threads");
    const Real = Worker;
    const constructed: Worker[] = [];
    onTestFinished(() => {
      threads.default.Worker = Real;
      syncBuiltinESMExports();
    });
    threads.default.Worker = class extends Real {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        if (constructed.length === 2) throw new Error("no more threads");
        super(...args);
        constructed.push(this);
      }
    };
    syncBuiltinESMExports();
    const opened = soon(three());
    await expect(opened).rejects.toThrow("engine thread 2: expected a worker that starts, received no more threads.");
    await expect(opened).rejects.toMatchObject({ kind: "run", cause: { message: "no more threads" } });
    await vi.waitFor(() => expect(constructed.map(({ threadId }) => threadId)).toEqual([-1, -1]), { timeout: 4000 });
  });

  test("while it is closed is no error", async () => {
    const device = await open(2);
    const executable = await accumulator(device, 4);
    const [terminated] = [workers[1].terminate(), await soon(device.close())];
    await terminated;
    await expect(executable.run([{ x: new Float32Array(4) }])).rejects.toThrow("received a closed one");
    expect(running()).toBe(0);
  });

  test("leaves another device as it is", async () => {
    const [one, other] = [await open(2), await open(2)];
    const executables = [await accumulator(one, 4), await accumulator(other, 4)];
    await workers[0].terminate();
    const feed = { x: new Float32Array(4).fill(1) };
    await expect(soon(executables[0].run([feed]))).rejects.toThrow("engine thread 0");
    await executables[1].run([feed]);
    expect((await other.read("w"))[3]).toBe(1);
  });
});

describe("a module that cannot be compiled", () => {
  test.each([0, 2, "alone"] as const)(
    "is an error with its cause, and the device goes on, threads: %s",
    async (threads) => {
      const device = await open(threads);
      vi.spyOn(WebAssembly, "compile").mockRejectedValueOnce(new WebAssembly.CompileError("no such instruction"));
      // A size for each: what was compiled before is not compiled again.
      const size = { 0: 41, 2: 42, alone: 43 }[threads];
      const failed = accumulator(device, size);
      await expect(failed).rejects.toThrow(
        "engine: expected a module that this platform compiles, received no such instruction.",
      );
      await expect(failed).rejects.toMatchObject({ kind: "run", cause: { name: "CompileError" } });
      expect([...(await device.read("w"))]).toEqual(Array(size).fill(0));
      await device.close();
      expect(running()).toBe(0);
    },
  );
});

describe("a platform with little memory", () => {
  /** What the platform says to memories of more than so many pages. */
  function limited(pages: number, grow = Infinity) {
    const Memory = WebAssembly.Memory;
    const made: number[] = [];
    onTestFinished(() => {
      WebAssembly.Memory = Memory;
    });
    WebAssembly.Memory = class extends Memory {
      constructor(limits: WebAssembly.MemoryDescriptor) {
        if ((limits.maximum as number) > pages) throw new RangeError("could not allocate memory");
        super(limits);
        made.push(limits.maximum as number);
      }
      override grow(by: number): number {
        if (this.buffer.byteLength / 65536 + by > grow) throw new RangeError("failed to grow memory");
        return super.grow(by);
      }
    };
    return made;
  }

  test.each([0, 2])("is asked for less, with %d threads", async (threads) => {
    const made = limited(20_000);
    const device = await open(threads);
    expect(made).toEqual([16_383]); // 65535 / 2 / 2, of 64 KiB each
    const executable = await accumulator(device, 4);
    await executable.run([{ x: Float32Array.of(1, 2, 3, 4) }]);
    expect([...(await device.read("w"))]).toEqual([1, 2, 3, 4]);
    await expect(device.create("huge", [2 ** 28], "float")).rejects.toThrow(
      'variable "huge": expected at most 1073.7 MB',
    );
  });

  test("is reported when it has none at all", async () => {
    limited(100);
    await expect(openDevice({ threads: 2 })).rejects.toThrow(
      /^the engine's memory: expected a platform that reserves 67\.0 MB of addresses, received could not allocate memory\. Close/,
    );
    expect(running()).toBe(0);
  });

  test("is reported when it gives no more", async () => {
    limited(65_535, 100);
    const device = await open(2);
    const large = device.create("large", [2 ** 24], "float");
    await expect(large).rejects.toThrow(
      'variable "large": expected 67.1 MB more memory from the platform, beside 1 kB in use, received failed to grow memory.',
    );
    await expect(large).rejects.toMatchObject({ cause: { name: "MemoryShortage", cause: { name: "RangeError" } } });
    await device.create("small", [4], "float", [1, 2, 3, 4]);
    expect([...(await device.read("small"))]).toEqual([1, 2, 3, 4]);
  });
});

describe("the calling thread", () => {
  /** How often a timer fires while a device computes one call. */
  async function ticks(threads: number | "alone"): Promise<number> {
    const device = await open(threads);
    const size = 300_000;
    const executable = await accumulator(device, size);
    const feeds = Array.from({ length: 3 }, () => ({ x: new Float32Array(size) }));
    let count = 0;
    const timer = setInterval(() => count++, 1);
    // Long enough for some ticks however busy the machine is: it goes on until the others have had their turn.
    const until = performance.now() + 300;
    while (performance.now() < until) await executable.run(feeds);
    clearInterval(timer);
    return count;
  }

  test.each([2, "alone"] as const)("stays free, with threads: %s", async (threads) => {
    expect(await ticks(threads)).toBeGreaterThan(5);
  });

  test("is the one that computes with 0 threads, and answers nothing meanwhile", async () => {
    expect(await ticks(0)).toBe(0);
  });
});

describe("an idle device", () => {
  test("does not keep the process alive, a busy one does", async () => {
    const refs = vi.spyOn(Worker.prototype, "ref");
    const unrefs = vi.spyOn(Worker.prototype, "unref");
    const device = await open(2);
    expect(unrefs.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(unrefs.mock.calls).toHaveLength(refs.mock.calls.length);
    const executable = await accumulator(device, 4);
    const before = refs.mock.calls.length;
    const running = executable.run([{ x: new Float32Array(4) }]);
    await vi.waitFor(() => expect(refs.mock.calls.length).toBe(before + 2));
    await running;
    expect(unrefs.mock.calls).toHaveLength(refs.mock.calls.length);
  });
});
