// What a training step has to do at least: products at the processor's peak, weights at the speed of its memory.
import { openDevice } from "../dist/backend/open.js";
import { BYTES } from "../dist/graph/primitives.js";
import { readsOf, withoutSweeps, writesOf } from "../dist/plan/kernel.js";
import { makePlan } from "../dist/plan/make-plan.js";
import { flopsOf } from "./kernels.mjs";
import { batchesOf } from "./samples.mjs";
import { openSession } from "./session.mjs";

/** Winograd's form F(4×4, 3×3) multiplies 36 numbers where the direct one multiplies 144, F(5×5, 3×3) 49 in place of 225. */
function shareOfProducts(tile) {
  return tile === undefined ? 1 : (tile + 2) ** 2 / (9 * tile ** 2);
}

/** The program of a network's training step. */
export async function stepProgram(network) {
  const device = await openDevice({ threads: 0 });
  try {
    const compile = device.compile.bind(device);
    let found;
    device.compile = async (program) => {
      if ("loss" in program.outputs) found = program;
      return compile(program);
    };
    const session = await openSession(device, network);
    await session.step(batchesOf(network.samples, network.batch).slice(0, 1), { step: 0, taken: 0 });
    if (found === undefined) throw new Error("no program of a step was compiled");
    return found;
  } finally {
    await device.close();
  }
}

/**
 * { flops, bytes }: of matrix products and convolutions, in the form that is taken; of weights, statistics and the
 * optimizer's state, each read and written once, and of the batch. Intermediate results count nothing, as if all of them
 * stayed in the cache.
 */
export async function leastWork(network) {
  const kernels = withoutSweeps(makePlan(await stepProgram(network)).phases.flat());
  const flops = kernels.reduce(
    (sum, kernel) => sum + (flopsOf(kernel) ?? 0) * shareOfProducts("winograd" in kernel ? kernel.winograd : undefined),
    0,
  );
  const of = (buffersOf) => {
    const touched = new Map(kernels.flatMap(buffersOf).map((buffer) => [`${buffer.kind} ${buffer.name}`, buffer]));
    return [...touched.values()]
      .filter(({ kind, name }) => kind === "variable" && !name.startsWith("data/"))
      .reduce((sum, { size, storage }) => sum + size * BYTES[storage], 0);
  };
  const sample = network.input.reduce((size, extent) => size * extent, 1);
  return { flops, bytes: of(readsOf) + of(writesOf) + network.batch * sample * BYTES.float };
}
