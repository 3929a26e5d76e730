import type { KernelGradientKernel } from "../../../plan/kernel.ts";
import { moduleOf } from "../module-of.ts";
import { argument, gridOf, roomOf, type Shader } from "../shader.ts";
import { imageStrides } from "./image-strides.ts";
import { place } from "./place.ts";

const THREADS = 256;
/** Neighboring outputs that a workgroup sums at most: the other threads share the pixels. */
const MOST_OUTPUTS = 64;

/**
 * dw[i, j, q, o] = Σ over pixels of x · dy for each share of the batch, where groups have few outputs. A workgroup has one
 * i and q and some neighboring o; a thread sums every j over its share of the pixels, then shares are added in order.
 */
export function emitThinKernelGradient(kernel: KernelGradientKernel): Shader[] {
  const { batch, channels, kernel: taps, outputs, out, groups, chunks } = kernel;
  const [x, dy, dw] = [kernel.input, kernel.gradient, kernel.output].map((buffer) => ({ buffer, offset: 0 }));
  const inputs = channels / groups;
  const strides = imageStrides(kernel);
  const wide = Math.min(MOST_OUTPUTS, 2 ** Math.ceil(Math.log2(outputs)));
  const blocks = Math.ceil(outputs / wide);
  const shares = THREADS / wide;
  const rows = taps[0] * inputs;
  const perImage = out[0] * out[1];
  const columns = Array.from({ length: taps[1] }, (_, j) => j);
  const sum = (j: number) => `
  sums[thread] = sum${j};
  workgroupBarrier();
  if (share == 0u && o < ${outputs}u) {
    var sum = sums[thread];
    for (var i = 1u; i < ${shares}u; i++) { sum += sums[i * ${wide}u + thread]; }
    ${roomOf(dw)}[to + ${j * inputs * outputs}u] = bitcast<u32>(sum);
  }
  workgroupBarrier();`;
  const body = `  if (group >= ${chunks * rows * blocks}u) { return; }
  let share = thread / ${wide}u;
  let o = group % ${blocks}u * ${wide}u + thread % ${wide}u;
  let channel = min(o, ${outputs - 1}u);
  let q = group / ${blocks}u % ${inputs}u;
  let i = group / ${blocks * inputs}u % ${taps[0]}u;
  let chunk = group / ${blocks * rows}u;
  let tap = ${argument(0)} + i * ${strides.taps[0]}u + channel / ${outputs / groups}u * ${inputs}u + q;
  let end = (chunk + 1u) * ${batch}u / ${chunks}u * ${perImage}u;
  ${columns.map((j) => `var sum${j} = 0.0f;`).join(" ")}
  for (var pixel = chunk * ${batch}u / ${chunks}u * ${perImage}u + share; pixel < end; pixel += ${shares}u) {
    let dy = bitcast<f32>(${roomOf(dy)}[${argument(1)} + pixel * ${outputs}u + channel]);
    let x = tap + ${place("pixel", [batch, ...out], strides.pixels)};
    ${columns.map((j) => `sum${j} = fma(bitcast<f32>(${roomOf(x)}[x + ${j * strides.taps[1]}u]), dy, sum${j});`).join("\n    ")}
  }
  let to = ${argument(2)} + chunk * ${rows * taps[1] * outputs}u + i * ${strides.weights[0]}u + q * ${outputs}u + o;
  ${columns.map(sum).join("")}`;
  const before = `var<workgroup> sums: array<f32, ${THREADS}>;`;
  return [
    {
      ...moduleOf({ threads: THREADS, body, before }, 3),
      workgroups: gridOf(chunks * rows * blocks),
      arguments: [x, dy, dw],
    },
  ];
}
