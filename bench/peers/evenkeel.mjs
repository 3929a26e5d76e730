// Evenkeel itself: node evenkeel.mjs THREADS
import { gradients } from "../../dist/autodiff/backward.js";
import { openDevice } from "../../dist/backend/open.js";
import { ModuleBuilder } from "../../dist/backend/wasm/emit/module.js";
import { f32x4, i32, store, v128 } from "../../dist/backend/wasm/emit/ops.js";
import { hasRelaxedSimd } from "../../dist/backend/wasm/relaxed.js";
import { openThreads } from "../../dist/backend/wasm/threads.js";
import { createProgram } from "../../dist/graph/program.js";
import { variable } from "../../dist/graph/tensor.js";
import { VERSION } from "../../dist/index.js";
import { peakModule } from "../peak.mjs";
import { batchesOf, drawn } from "../samples.mjs";
import { openSession } from "../session.mjs";
import { serve } from "./serve.mjs";

const threads = Number(process.argv[2]);

const prepare = {
  async step(network) {
    const device = await openDevice({ threads });
    const session = await openSession(device, network);
    const batches = batchesOf(network.samples, network.batch);
    let step = 0;
    return {
      async time(repeats) {
        const chosen = Array.from({ length: repeats }, (_, i) => batches[(step + i) % batches.length]);
        const results = await session.step(chosen, { step, taken: step });
        step += repeats;
        return { loss: results.at(-1)?.loss };
      },
      close: () => device.close(),
    };
  },

  product({ m, n, k, transposed }) {
    const a = transposed === "a" ? matrix("a", k, m).transpose() : matrix("a", m, k);
    const b = transposed === "b" ? matrix("b", n, k).transpose() : matrix("b", k, n);
    return operation(a.matmul(b));
  },

  /** The image is padded already, as the layer before leaves it; its gradient is that of the image without padding. */
  convolution({ pass, batch, height, width, channels, filters, stride, padding }) {
    const around = [0, padding, padding, 0];
    const kernel = variable("kernel", [3, 3, channels, filters]);
    const strides = { stride: /** @type {const} */ ([stride, stride]) };
    const padded = variable("padded", [batch, height + 2 * padding, width + 2 * padding, channels]);
    const output = padded.conv2d(kernel, strides);
    const cotangent = variable("cotangent", output.shape);
    if (pass === "forward") return operation(output);
    if (pass === "weight gradient") return operation(gradients(output, [kernel], cotangent)[0]);
    const image = variable("image", [batch, height, width, channels]);
    return operation(gradients(image.pad(around, around).conv2d(kernel, strides), [image], cotangent)[0]);
  },

  async bandwidth({ bytes }) {
    const pages = Math.ceil((bytes * threads) / PAGE) + 1;
    const limits = { initial: pages, maximum: pages, shared: true };
    const memory = new WebAssembly.Memory(limits);
    new Uint8Array(memory.buffer).fill(1); // else all pages are one page of zeros
    const pool = await openThreads(memory, threads);
    await pool.load(0, await WebAssembly.compile(readModule(bytes).encode(limits)));
    return { time: (repeats) => pool.run(0, repeats), close: () => pool.close() };
  },

  async peak({ accumulators, iterations }) {
    const relaxed = await hasRelaxedSimd();
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const module = peakModule(relaxed, accumulators, iterations).encode({ initial: 1, maximum: 1, shared: true });
    const pool = await openThreads(memory, threads);
    await pool.load(0, await WebAssembly.compile(module));
    return { time: (repeats) => pool.run(0, repeats), close: () => pool.close() };
  },
};

const PAGE = 65536;

/** Every thread reads as many bytes of its own, step by step. */
function readModule(bytes) {
  const module = new ModuleBuilder({ relaxed: false });
  module.function(
    ["i32", "i32", "i32"],
    (f, thread, _threads, steps) => {
      const sums = Array.from({ length: 4 }, () => f.let(f32x4.const(0)));
      const [start, at, step] = [f.let(i32.add(i32.mul(thread, bytes), PAGE)), f.local("i32"), f.local("i32")];
      const end = f.let(i32.add(start, bytes));
      f.countUp(step, steps, 1, () => {
        f.set(at, start);
        f.countUp(at, end, 64, () => {
          for (const [i, sum] of sums.entries()) f.set(sum, f32x4.add(sum, v128.load(at, 16 * i)));
        });
      });
      sums.forEach((sum, i) => {
        f.push(store.v128(i32.mul(thread, 1024), sum, i * 16));
      });
    },
    "run",
  );
  return module;
}

function matrix(name, rows, columns) {
  return variable(name, [rows, columns]);
}

/** Computes a value over and over; of the result only the corners are given back, so that hardly anything is copied. */
async function operation(value) {
  const extents = value.shape.map((extent) => Math.min(2, extent));
  const corners = value.slice(
    value.shape.map(() => 0),
    extents,
    value.shape.map((extent) => Math.max(1, extent - 1)),
  );
  const device = await openDevice({ threads });
  const program = createProgram({ corners });
  for (const { attributes, shape } of program.variables)
    await device.create(attributes.name, shape, "float", drawn(shape, 2));
  const executable = await device.compile(program);
  return {
    async time(repeats) {
      await executable.run(Array(repeats).fill({}));
    },
    close: () => device.close(),
  };
}

await serve({
  async describe() {
    return `Evenkeel ${VERSION}, ${(await hasRelaxedSimd()) ? "relaxed SIMD" : "SIMD"}, Node.js ${process.version}`;
  },
  prepare: (workload) => prepare[workload.kind](workload),
});
