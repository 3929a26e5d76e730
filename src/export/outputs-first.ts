import type { NumberArray } from "../data/samples.ts";
import { permuted } from "../formats/permuted.ts";
import type { Shape } from "../graph/shape.ts";

/** [in, out] → [out, in]; [kh, kw, in, out] → [out, in, kh, kw]: the shape of a kernel in PyTorch and in ONNX. */
export function outputsFirstShape(shape: Shape): Shape {
  return [...shape.slice(-2).reverse(), ...shape.slice(0, -2)];
}

/** The numbers of a kernel in that order. */
export function outputsFirst<T extends NumberArray>(shape: Shape, data: T): T {
  return permuted({ shape, data }, outputsFirstShape(shape.map((_, axis) => axis))).data;
}
