#!/usr/bin/env node
// Where a training step's time goes: node bench/profile.mjs [NETWORK …] [--top N]
import { parseArgs } from "node:util";
import { openDevice } from "../dist/backend/open.js";
import { makePlan } from "../dist/plan/plan.js";
import { kernelTimes } from "./kernels.mjs";
import { networks } from "./networks.mjs";
import { batchesOf } from "./samples.mjs";
import { openSession } from "./session.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { top: { type: "string", default: "10" }, repeats: { type: "string", default: "10" } },
});

for (const network of networks.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
  console.log(`\n${network.title}`);
  const { program, compiling, plan, step } = await measureStep(network);
  const times = await kernelTimes(makePlan(program));
  const sum = (kernels) => kernels.reduce((total, { milliseconds }) => total + milliseconds, 0);
  const products = sum(times.filter(({ isProduct }) => isProduct));
  const all = sum(times);
  console.log(`  ${plan}`);
  console.log(`  compiled in ${compiling.toFixed(1)} ms`);
  console.log(
    `  one thread, minima: step ${step.toFixed(2)} ms; ${times.length} kernels, each alone, ${all.toFixed(2)}; matrix products and convolutions among them ${products.toFixed(2)}, so the step is ${(step / products).toFixed(2)} of these`,
  );
  for (const { milliseconds, gflops, text } of times.slice(0, Number(values.top)))
    console.log(
      `  ${milliseconds.toFixed(3).padStart(8)} ms ${((100 * milliseconds) / all).toFixed(1).padStart(5)} % ${gflops === undefined ? "".padStart(13) : `${gflops.toFixed(1).padStart(6)} GFLOP/s`} ${text.slice(0, 150)}`,
    );
}

/** The program of one step, how long it took to compile, the line on its arena, and the shortest step in ms. */
async function measureStep(network) {
  const device = await openDevice({ threads: 0 });
  const compile = device.compile.bind(device);
  let found;
  device.compile = async (program) => {
    const start = performance.now();
    const executable = await compile(program);
    if ("loss" in program.outputs)
      found = { program, compiling: performance.now() - start, plan: executable.explain().split("\n").at(-1) };
    return executable;
  };
  const session = await openSession(device, network);
  const batches = batchesOf(network.samples, network.batch);
  let step = Number.POSITIVE_INFINITY;
  for (let i = 0; i < Number(values.repeats); i++) {
    const start = performance.now();
    await session.step(batches.slice(0, 4), 4 * i);
    step = Math.min(step, (performance.now() - start) / 4);
  }
  await device.close();
  return { ...found, step };
}
