import type { FillKernel } from "../../../plan/kernel.ts";
import { moduleOf } from "../module-of.ts";
import { argument, gridOf, roomOf, type Shader } from "../shader.ts";

const THREADS = 64;

/** Zeros, a number a thread. */
export function emitFill({ buffer }: FillKernel): Shader[] {
  const view = { buffer, offset: 0 };
  const body = `  let i = group * ${THREADS}u + thread;
  if (i < ${argument(1)}) { ${roomOf(view)}[${argument(0)} + i] = 0u; }`;
  return [
    {
      ...moduleOf({ threads: THREADS, body }, 2),
      workgroups: gridOf(Math.ceil(buffer.size / THREADS)),
      arguments: [view],
      constants: [buffer.size],
    },
  ];
}
