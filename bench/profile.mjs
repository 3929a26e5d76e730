#!/usr/bin/env node
// Where a training step's time goes: node bench/profile.mjs [NETWORK …] [--top N]
import { parseArgs } from "node:util";
import { openDevice } from "../dist/backend/open.js";
import { makePlan } from "../dist/plan/make-plan.js";
import { kernelTimes } from "./kernels.mjs";
import { networks } from "./networks.mjs";
import { batchesOf } from "./samples.mjs";
import { openSession } from "./session.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { top: { type: "string", default: "10" }, repeats: { type: "string", default: "40" } },
});

for (const network of networks.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
  console.log(`\n${network.title}`);
  const { program, compiling, plan, step } = await measureStep(network);
  const times = await kernelTimes(makePlan(program));
  const sum = (kernels) => kernels.reduce((total, { milliseconds }) => total + milliseconds, 0);
  const products = sum(times.filter(({ isProduct }) => isProduct));
  const all = sum(times);
  console.log(`  ${plan}`);
  console.log(
    `  compiled in ${compiling.wall.toFixed(0)} ms, of which the processor ${compiling.processor.toFixed(0)}`,
  );
  console.log(
    `  one thread, minima: step ${step.toFixed(2)} ms; ${times.length} kernels, each alone, ${all.toFixed(2)}; matrix products and convolutions among them ${products.toFixed(2)}, so the step is ${(step / products).toFixed(2)} of these`,
  );
  for (const { count, milliseconds, flops, text } of grouped(times).slice(0, Number(values.top))) {
    const share = `${((100 * milliseconds) / all).toFixed(1)} %`;
    const speed = flops === 0 ? "" : `${(flops / milliseconds / 1e6).toFixed(1)} GFLOP/s`;
    console.log(
      `  ${milliseconds.toFixed(3).padStart(8)} ms ${share.padStart(6)} ${`${count} ×`.padStart(5)} ${speed.padStart(13)}  ${text.slice(0, 160)}`,
    );
  }
}

/** Kernels that differ in nothing but names, together, the most expensive first. */
function grouped(times) {
  const groups = new Map();
  for (const { milliseconds, flops = 0, text } of times) {
    const key = text.replace(/(temporary|variable|input|output) "[^"]*"/g, "$1");
    const group = groups.get(key) ?? { count: 0, milliseconds: 0, flops: 0, text: key };
    groups.set(key, {
      ...group,
      count: group.count + 1,
      milliseconds: group.milliseconds + milliseconds,
      flops: group.flops + flops,
    });
  }
  return [...groups.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}

/** The program of one step, how long it took to compile in ms, the line on its arena, and the shortest step in ms. */
async function measureStep(network) {
  const device = await openDevice({ threads: 0 });
  const compile = device.compile.bind(device);
  /** @type {{ program: import("../dist/graph/program.js").Program, compiling: { wall: number, processor: number }, plan: string | undefined } | undefined} */
  let found;
  device.compile = async (program) => {
    const [start, used] = [performance.now(), process.cpuUsage()];
    const executable = await compile(program);
    const { user, system } = process.cpuUsage(used);
    const compiling = { wall: performance.now() - start, processor: (user + system) / 1000 };
    if ("loss" in program.outputs)
      found = { program, compiling, plan: (await executable.explain()).split("\n").at(-1) };
    return executable;
  };
  const session = await openSession(device, network);
  const batches = batchesOf(network.samples, network.batch);
  let step = Number.POSITIVE_INFINITY;
  for (let i = 0; i < Number(values.repeats); i++) {
    const start = performance.now();
    await session.step([batches[i % batches.length]], { step: i, taken: i });
    step = Math.min(step, performance.now() - start);
  }
  await device.close();
  if (found === undefined) throw new Error("no program of a step was compiled");
  return { ...found, step };
}
