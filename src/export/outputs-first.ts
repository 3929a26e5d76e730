import type { HostArray } from "../backend/backend.ts";
import { type Shape, sizeOf, stridesOf } from "../graph/shape.ts";

/** [in, out] → [out, in]; [kh, kw, in, out] → [out, in, kh, kw]: the shape of a kernel in PyTorch and in ONNX. */
export function outputsFirstShape(shape: Shape): Shape {
  return order(shape).map((axis) => shape[axis]);
}

/** The numbers of a kernel in that order. */
export function outputsFirst(shape: Shape, data: HostArray): Float32Array {
  const strides = stridesOf(shape);
  const from = order(shape).map((axis) => strides[axis]);
  const to = stridesOf(outputsFirstShape(shape));
  const extents = outputsFirstShape(shape);
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => {
    const place = to.reduce((sum, stride, axis) => sum + (Math.floor(i / stride) % extents[axis]) * from[axis], 0);
    return data[place];
  });
}

function order(shape: Shape): number[] {
  const axes = shape.map((_, axis) => axis);
  return [...axes.slice(-2).reverse(), ...axes.slice(0, -2)];
}
