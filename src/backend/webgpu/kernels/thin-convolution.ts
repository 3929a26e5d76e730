import type { ConvolutionKernel } from "../../../plan/kernel.ts";
import { moduleOf } from "../module-of.ts";
import { argument, gridOf, type Room, roomOf, type Shader } from "../shader.ts";
import { imageStrides } from "./image-strides.ts";
import { place } from "./place.ts";

const THREADS = 64;

/**
 * y[n, r, c, o] = Σ x[n, r·s + i·d, c·s + j·d, g·C + q] · w[i, j, q, o], group g = ⌊o / (O / groups)⌋: an output a thread,
 * or four where each channel is a group.
 */
export function emitThinConvolution(kernel: ConvolutionKernel): Shader[] {
  const { batch, channels, kernel: taps, outputs, out, groups } = kernel;
  const [x, w, y] = [kernel.input, kernel.weights, kernel.output].map((buffer) => ({ buffer, offset: 0 }));
  const inputs = channels / groups;
  const strides = imageStrides(kernel);
  const width = inputs === 1 && outputs === channels && channels % 4 === 0 ? 4 : 1;
  const [type, bits, shift] = width === 4 ? ["vec4<f32>", "vec4<u32>", " >> 2u"] : ["f32", "u32", ""];
  const perPixel = outputs / width;
  const size = batch * out[0] * out[1] * perPixel;
  if (size === 0) return [];
  const body = `  let i = group * ${THREADS}u + thread;
  if (i >= ${size}u) { return; }
  let o = i % ${perPixel}u * ${width}u;
  let pixel = i / ${perPixel}u;
  let first = ${argument(0)} + ${place("pixel", [batch, ...out], strides.pixels)} + o / ${outputs / groups}u * ${inputs}u;
  var w = ${argument(1)} + o;
  var sum = ${type}();
  for (var i = 0u; i < ${taps[0]}u; i++) {
    for (var j = 0u; j < ${taps[1]}u; j++) {
      let tap = first + i * ${strides.taps[0]}u + j * ${strides.taps[1]}u;
      for (var q = 0u; q < ${inputs}u; q++) {
        let x = tap + q;
        sum = fma(bitcast<${type}>(${roomOf(x)}[x${shift}]), bitcast<${type}>(${roomOf(w)}[w${shift}]), sum);
        w += ${outputs}u;
      }
    }
  }
  let y = ${argument(2)} + i * ${width}u;
  ${roomOf(y)}[y${shift}] = bitcast<${bits}>(sum);`;
  const words: Partial<Record<Room, "vec4<u32>">> = {};
  if (width === 4) for (const view of [x, w, y]) words[roomOf(view)] = "vec4<u32>";
  return [
    {
      ...moduleOf({ threads: THREADS, body }, 3, words),
      workgroups: gridOf(Math.ceil(size / THREADS)),
      arguments: [x, w, y],
    },
  ];
}
