import type { HostArray } from "../backend/backend.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";

/** [in, out] → [out, in]; [kh, kw, in, out] → [out, in, kh, kw]: the shape of a kernel in PyTorch and in ONNX. */
export function outputsFirstShape(shape: Shape): Shape {
  return [...shape.slice(-2).reverse(), ...shape.slice(0, -2)];
}

/** The numbers of a kernel in that order. */
export function outputsFirst(shape: Shape, data: HostArray): Float32Array {
  const [inputs, outputs] = shape.slice(-2);
  const taps = sizeOf(shape.slice(0, -2));
  const turned = new Float32Array(data.length);
  let i = 0;
  for (let tap = 0; tap < taps; tap++)
    for (let input = 0; input < inputs; input++)
      for (let output = 0; output < outputs; output++) turned[(output * inputs + input) * taps + tap] = data[i++];
  return turned;
}
