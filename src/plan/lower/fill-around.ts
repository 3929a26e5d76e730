import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Buffer, FillKernel, Stretches } from "../kernel.ts";

/** Zeros around a block of a buffer of some shape: all that lies before it and behind it along some axis. */
export function fillAround(buffer: Buffer, shape: Shape, before: Shape, block: Shape): FillKernel {
  const around = stretchesOf(shape, before, block);
  return { kind: "fill", buffer, ...(around === undefined ? {} : { around }) };
}

/** Where the block lies in the buffer; undefined where that takes more than one step, or where there is no block. */
function stretchesOf(shape: Shape, before: Shape, block: Shape): Stretches | undefined {
  const padded = shape.flatMap((size, axis) => (size === block[axis] ? [] : [axis]));
  if (padded.length === 0 || padded.length > 2 || sizeOf(block) === 0) return undefined;
  const [outer, inner] = [padded[0], padded[padded.length - 1]];
  if (inner - outer > 1) return undefined;
  const number = sizeOf(shape.slice(inner + 1));
  const step = shape[inner] * number;
  return {
    parts: sizeOf(shape.slice(0, outer)),
    first: (inner === outer ? 0 : before[outer] * step) + before[inner] * number,
    count: inner === outer ? 1 : block[outer],
    step,
    length: block[inner] * number,
  };
}
