import type { Buffer, MapKernel } from "../src/plan/kernel.ts";

/** A temporary of its own. */
export function temporary(name: string, size: number): Buffer {
  return { name, size, storage: "float", kind: "temporary" };
}

/** The kernel to = 2 · from + step. */
export function shiftedMap(from: Buffer, to: Buffer, step = 1): MapKernel {
  return {
    kind: "map",
    extents: [to.size],
    terms: [
      { op: "load", view: { buffer: from, offset: 0, strides: [1] } },
      { op: "constant", value: step },
      { op: "add", args: [0, 1] },
      { op: "add", args: [0, 2] },
    ],
    stores: [{ term: 3, view: { buffer: to, offset: 0, strides: [1] }, accumulate: false }],
  };
}
