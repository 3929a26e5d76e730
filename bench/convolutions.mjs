#!/usr/bin/env node
// Convolutions of larger images and other kernels, one thread: node bench/convolutions.mjs [SET …] [--samples N] [--json FILE]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gradients } from "../dist/autodiff/backward.js";
import { hasRelaxedSimd } from "../dist/backend/wasm/relaxed.js";
import { createProgram } from "../dist/graph/program.js";
import { variable } from "../dist/graph/tensor.js";
import { makePlan } from "../dist/plan/make-plan.js";
import { kernelTimes, shortest } from "./kernels.mjs";
import { peak } from "./operations.mjs";
import { peakModule } from "./peak.mjs";
import { shapes } from "./shapes.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { samples: { type: "string", default: "10" }, json: { type: "string" }, kernels: { type: "boolean" } },
});
const samples = Number(values.samples);

const flopsAtPeak = await measurePeak();
console.log(`peak of one thread: ${(flopsAtPeak / 1e6).toFixed(1)} GFLOP/s`);
const measured = [];
for (const shape of shapes.filter(({ set }) => positionals.length === 0 || positionals.includes(set))) {
  const program = createProgram({ corner: cornerOf(passOf(shape)) });
  const times = await kernelTimes(makePlan(program), samples);
  const milliseconds = times.reduce((sum, one) => sum + one.milliseconds, 0);
  measured.push({ title: shape.title, pass: shape.pass, milliseconds });
  console.log(
    [
      `${milliseconds.toFixed(3).padStart(9)} ms`,
      `${((100 * shape.flops) / milliseconds / flopsAtPeak).toFixed(1).padStart(6)} % of the peak`,
      `${(shape.bytes / milliseconds / 1e6).toFixed(1).padStart(5)} GB/s`,
      ` ${shape.title}, ${shape.pass}`,
    ].join(" "),
  );
  if (values.kernels)
    for (const one of times) console.log(`${one.milliseconds.toFixed(3).padStart(14)}  ${one.text.slice(0, 150)}`);
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(measured));

/** The image is padded already, as the layer before leaves it; its gradient is that of the image without padding. */
function passOf({ pass, batch, size, channels, filters, kernel, stride, padding, groups }) {
  const around = [0, padding, padding, 0];
  const weights = variable("weights", [kernel, kernel, channels / groups, filters]);
  const options = { stride: /** @type {const} */ ([stride, stride]), groups };
  const padded = variable("padded", [batch, size + 2 * padding, size + 2 * padding, channels]);
  const output = padded.conv2d(weights, options);
  if (pass === "forward") return output;
  const cotangent = variable("cotangent", output.shape);
  if (pass === "weight gradient") return gradients(output, [weights], cotangent)[0];
  const image = variable("image", [batch, size, size, channels]);
  return gradients(image.pad(around, around).conv2d(weights, options), [image], cotangent)[0];
}

/** One number of a value, so that nothing is copied. */
function cornerOf(value) {
  return value.slice(
    value.shape.map(() => 0),
    value.shape.map(() => 1),
  );
}

/** Operations in a millisecond of nothing but multiply-and-add in registers. */
async function measurePeak() {
  const limits = { initial: 1, maximum: 1, shared: false };
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const code = peakModule(await hasRelaxedSimd(), peak.accumulators, peak.iterations).encode(limits);
  const { instance } = await WebAssembly.instantiate(code, { env: { memory } });
  const run = /** @type {(thread: number, threads: number, steps: number) => void} */ (instance.exports.run);
  return peak.flops / shortest((steps) => run(0, 1, steps), 40);
}
