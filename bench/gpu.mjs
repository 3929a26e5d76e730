#!/usr/bin/env node
// What a training step is on a GPU: dispatches, shaders, submissions, multiplications and bytes, from the plan alone, without a GPU; with
// --run also its time on the adapter at hand, beside wasm. node bench/gpu.mjs [--run] [--markdown FILE] [NETWORK …]
// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openDevice } from "../dist/backend/open.js";
import { Budget } from "../dist/backend/webgpu/budget.js";
import { PLANS } from "../dist/backend/webgpu/device.js";
import { inParts } from "../dist/backend/webgpu/in-parts.js";
import { plannedOf } from "../dist/backend/webgpu/planned-of.js";
import { codeOf } from "../dist/backend/webgpu/program.js";
import { BYTES } from "../dist/graph/primitives.js";
import { resnet } from "../dist/index.js";
import { readsOf, withoutSweeps, writesOf } from "../dist/plan/kernel.js";
import { makePlan } from "../dist/plan/make-plan.js";
import { flopsOf } from "./kernels.mjs";
import { networks } from "./networks.mjs";
import { batchesOf } from "./samples.mjs";
import { openSession } from "./session.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { run: { type: "boolean", default: false }, markdown: { type: "string" } },
});
/** A card is worth its price in larger steps than those that are timed on processors. */
const LARGE = {
  ...networks[3],
  id: "resnet-56",
  title: "ResNet-56, 32×32×3, batch 512",
  batch: 512,
  spec: JSON.parse(JSON.stringify(resnet({ depth: 56 }))),
};
const chosen = [...networks, LARGE].filter(({ id }) => positionals.length === 0 || positionals.includes(id));

const rows = [];
for (const network of chosen) rows.push(countsOf(network.title, await programOf(network)));
const table = [
  "| a step of | kernels | dispatches | shaders | first submissions | Gflop of products | MB read and written | flops a byte |",
  "|---|---:|---:|---:|---:|---:|---:|---:|",
  ...rows,
].join("\n");
console.log(table);
if (values.markdown !== undefined) {
  const [begin, end] = ["<!-- counts -->", "<!-- /counts -->"];
  const page = readFileSync(values.markdown, "utf8");
  const [before, rest] = page.split(begin);
  if (rest === undefined) throw new Error(`${values.markdown}: expected a line ${begin}, received none`);
  writeFileSync(values.markdown, `${before}${begin}\n${table}\n${end}${rest.split(end)[1]}`);
}
if (values.run)
  for (const network of chosen)
    for (const backend of /** @type {const} */ (["wasm", "webgpu"])) await timed(network, backend);
process.exit(0); // an adapter in Node.js holds the process

/** The program of a step: compiled for a device that computes nothing. @param {typeof networks[number]} network */
async function programOf(network) {
  const device = await openDevice({ threads: 0 });
  /** @type {import("../dist/graph/program.js").Program | undefined} */
  let found;
  const compile = device.compile.bind(device);
  device.compile = async (program) => {
    if (!("loss" in program.outputs)) return compile(program);
    found = program;
    throw new Error("only the program is wanted");
  };
  const session = await openSession(device, { ...network, samples: network.batch });
  await session.step(batchesOf(network.batch, network.batch).slice(0, 1), { step: 0, taken: 0 }).catch(() => {});
  await device.close();
  if (found === undefined) throw new Error("no program of a step was compiled");
  return found;
}

/**
 * @param {string} title
 * @param {import("../dist/graph/program.js").Program} program
 */
function countsOf(title, program) {
  const { phases } = makePlan(program, PLANS);
  const kernels = withoutSweeps(phases.flat());
  const planned = plannedOf(phases);
  const different = new Set(planned.map(codeOf)).size;
  const work = planned.reduce((sum, dispatch) => sum + dispatch.work, 0);
  const submissions = inParts(planned, new Budget(work, 1).flops).length;
  const flops = kernels.reduce((sum, kernel) => sum + (flopsOf(kernel) ?? 0), 0);
  const bytes = kernels.reduce((sum, kernel) => {
    const touched = [...new Set(readsOf(kernel)), ...new Set(writesOf(kernel))];
    return sum + touched.reduce((all, { size, storage }) => all + size * BYTES[storage], 0);
  }, 0);
  const [gigaflops, megabytes] = [flops / 1e9, bytes / 1e6];
  return `| ${title} | ${kernels.length} | ${planned.length} | ${different} | ${submissions} | ${gigaflops.toFixed(2)} | ${megabytes.toFixed(0)} | ${(flops / bytes).toFixed(0)} |`;
}

/** The shortest step on a backend. @param {typeof networks[number]} network @param {"wasm" | "webgpu"} backend */
async function timed(network, backend) {
  const device = await openDevice({ backend });
  const session = await openSession(device, network);
  const batches = batchesOf(network.samples, network.batch);
  const began = performance.now();
  await session.step([batches[0]], { step: 0, taken: 0 });
  const first = performance.now() - began;
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0, step = 1; round < 5; round++) {
    const some = Array.from({ length: 16 }, (_, i) => batches[i % batches.length]);
    const start = performance.now();
    await session.step(some, { step, taken: step });
    shortest = Math.min(shortest, (performance.now() - start) / some.length);
    step += some.length;
  }
  console.log(
    `${network.title}: ${shortest.toFixed(2)} ms a step, the first one ${first.toFixed(0)} ms, on ${device.description}`,
  );
  await device.close();
}
