import type { FillKernel } from "../../../plan/kernel.ts";
import { argument, gridOf, moduleOf, roomOf, type Shader } from "../shader.ts";
import { entryPoint } from "./entry-point.ts";

const THREADS = 64;

/** Zeros, a number a thread. */
export function emitFill({ buffer }: FillKernel): Shader[] {
  const view = { buffer, offset: 0 };
  const code = entryPoint(
    THREADS,
    `  let i = group * ${THREADS}u + thread;
  if (i < ${argument(1)}) { ${roomOf(view)}[${argument(0)} + i] = 0u; }`,
  );
  return [
    {
      code: moduleOf(code, 2),
      workgroups: gridOf(Math.ceil(buffer.size / THREADS)),
      arguments: [view],
      constants: [buffer.size],
    },
  ];
}
