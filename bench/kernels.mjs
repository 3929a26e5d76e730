import { assembling } from "../dist/backend/wasm/assemble.js";
import { emitterFor } from "../dist/backend/wasm/kernels/index.js";
import { hasRelaxedSimd } from "../dist/backend/wasm/relaxed.js";
import { BYTES } from "../dist/graph/primitives.js";
import { readsOf, withoutSweeps, writesOf } from "../dist/plan/kernel.js";
import { printPlan } from "../dist/plan/print.js";
import { atOnce } from "../dist/plan/schedule/in-turns.js";

const PAGE = 65536;
/** Every kernel is timed this often, if nothing else is asked for; the shortest time counts. */
const SAMPLES = 40;

/**
 * The time of each kernel of a plan alone, on one thread, the most expensive first: { kernel, milliseconds, isProduct, flops,
 * text }. Buffers lie side by side rather than in an arena, and hold numbers that are no denormals.
 */
export async function kernelTimes(plan, samples = SAMPLES) {
  const relaxed = await hasRelaxedSimd();
  const kernels = withoutSweeps(plan.phases.flat());
  const places = new Map();
  let end = 1024;
  for (const buffer of kernels.flatMap((kernel) => [...readsOf(kernel), ...writesOf(kernel)])) {
    if (places.has(placeKey(buffer))) continue;
    places.set(placeKey(buffer), { at: end, buffer });
    end = Math.ceil((end + buffer.size * BYTES[buffer.storage]) / 64) * 64;
  }
  const emitKernel = await emitterFor(kernels);
  const assemblies = kernels.map((kernel) =>
    atOnce(assembling({ ...plan, phases: [[kernel]] }, emitKernel, { relaxed })),
  );
  const scratchBytes = Math.max(...assemblies.map((assembly) => assembly.scratchBytes));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((end + scratchBytes) / PAGE), maximum: PAGE - 1 });
  for (const { at, buffer } of places.values()) fill(memory.buffer, at, buffer);

  const times = [];
  for (const [i, kernel] of kernels.entries()) {
    const none = { at: 0, bytes: 0 };
    const module = assemblies[i].finish(
      {
        addressOf: (buffer) => places.get(placeKey(buffer)).at,
        scratch: end,
        scratchBytes,
        inputs: { ...none, feeds: 0 },
        outputs: { ...none, results: 0 },
      },
      { initial: 1, maximum: PAGE - 1, shared: false },
    );
    const { instance } = await WebAssembly.instantiate(module, { env: { memory } });
    const run = /** @type {(thread: number, threads: number, steps: number) => void} */ (instance.exports.run);
    const milliseconds = shortest((steps) => run(0, 1, steps), samples);
    const flops = flopsOf(kernel);
    times.push({
      kernel,
      milliseconds,
      isProduct: flops !== undefined || kernel.kind === "winogradWeights",
      flops,
      text: printPlan({ ...plan, phases: [[kernel]], outputs: {} })
        .split("\n")[1]
        .trim(),
    });
  }
  return times.sort((a, b) => b.milliseconds - a.milliseconds);
}

/** Temporaries may share a name; all else is known by it. */
function placeKey(buffer) {
  return buffer.kind === "temporary" ? buffer : `${buffer.kind} ${buffer.name}`;
}

/** Small numbers; whole ones, all 1, where they count or point. */
function fill(memory, at, { size, storage }) {
  if (storage === "float")
    new Float32Array(memory, at, size).forEach((_, i, all) => {
      all[i] = (i % 17) * 0.01 - 0.08;
    });
  else if (storage === "uint8") new Uint8Array(memory, at, size).fill(1);
  else new Int32Array(memory, at, size).fill(1);
}

/** Milliseconds of one run, the shortest of several samples of a millisecond or more. */
export function shortest(run, samples) {
  const time = (steps) => {
    const start = performance.now();
    run(steps);
    return performance.now() - start;
  };
  let steps = 1;
  while (time(steps) < 1) steps *= 2;
  return Math.min(...Array.from({ length: samples }, () => time(steps))) / steps;
}

/** Of matrix products and convolutions, as if computed directly. */
export function flopsOf(kernel) {
  if (kernel.kind === "matmul") return 2 * kernel.batch * kernel.m * kernel.n * kernel.k;
  if (!["convolution", "inputGradient", "kernelGradient"].includes(kernel.kind)) return undefined;
  const { batch, out, outputs, kernel: size, channels, groups } = kernel;
  return (2 * batch * out[0] * out[1] * outputs * size[0] * size[1] * channels) / groups;
}
