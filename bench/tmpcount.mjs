#!/usr/bin/env node
// What a training step is on a GPU: dispatches, shaders, multiplications and bytes, from the plan alone, without a GPU; with
// --run also its time on the adapter at hand, beside wasm. node bench/gpu.mjs [--run] [--markdown FILE] [NETWORK …]
// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openDevice } from "../dist/backend/open.js";
import { emitKernel } from "../dist/backend/webgpu/kernels/emit.js";
import { BYTES } from "../dist/graph/primitives.js";
import { resnet } from "../dist/index.js";
import { readsOf, withoutSweeps, writesOf } from "../dist/plan/kernel.js";
import { makePlan } from "../dist/plan/plan.js";
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
function levels(kernels){
  // ASAP levels
  const wl=new Map(), rl=new Map(); const out=[];
  for(const k of kernels){ let l=0;
    for(const b of readsOf(k)) l=Math.max(l,(wl.get(b)??-1)+1);
    for(const b of writesOf(k)) l=Math.max(l,(wl.get(b)??-1)+1,(rl.get(b)??-1)+1);
    for(const b of readsOf(k)) rl.set(b,Math.max(rl.get(b)??-1,l));
    for(const b of writesOf(k)) wl.set(b,l);
    (out[l]??=[]).push(k);
  } return out;}
function joined(phases){ let n=0; for(const p of phases){ const s=new Set(); for(const k of p){ for(const sh of emitKernel(k)) s.add(sh.code);} n+=s.size;} return n;}
function seqJoined(phases){ let n=0; for (const p of phases){ const s=new Set(); for(const k of p){ if(k.kind==="sweep") n+=emitKernel(k).length; else for(const sh of emitKernel(k)) s.add(sh.code);} n+=s.size;} return n;}
for (const network of chosen){
  const program=await programOf(network);
  const plan=makePlan(program,{winograd:false});
  const flat=withoutSweeps(plan.phases.flat());
  const kinds={}; for(const k of flat) kinds[k.kind]=(kinds[k.kind]??0)+1;
  const lv=levels(flat);
  console.log(network.id, flat.length, "phases",plan.phases.length,"sweeps",plan.phases.flat().filter(k=>k.kind==="sweep").length,"joined in phases",seqJoined(plan.phases),"levels",lv.length,"joined in levels",joined(lv), kinds);
  const mm=flat.filter(k=>k.kind==="matmul"||k.kind==="kernelGradient");
  const seen=new Set();
  for(const k of mm){const t=k.kind==="matmul"?`mm ${k.batch} ${k.m}x${k.n}x${k.k}`:`kg ch${k.chunks} b${k.batch} out${k.out} k${k.kernel} ${k.channels}->${k.outputs}`; if(!seen.has(t)){seen.add(t);console.log("   ",t);}}
}
process.exit(0);
