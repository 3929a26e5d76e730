import type { RandomKernel } from "../../../plan/kernel.ts";
import { moduleOf } from "../module-of.ts";
import { argument, gridOf, roomOf, type Shader } from "../shader.ts";

const THREADS = 64;

/** Philox4x32-10, a block of four words a thread: element 16g + 4w + l is word w of block 4g + l. See random/philox.ts. */
export function emitRandom({ buffer, key, stream }: RandomKernel): Shader[] {
  if (buffer.size === 0) return [];
  const views = [buffer, key].map((of) => ({ buffer: of, offset: 0 }));
  const [out, keys] = views.map(roomOf);
  const [at, keyAt, use, size] = [0, 1, 2, 3].map(argument);
  const blocks = 4 * Math.ceil(buffer.size / 16);
  const body = `let block = group * ${THREADS}u + thread;
let words = philox(vec4(block, ${keys}[${keyAt} + 2u], ${use}, 0u), vec2(${keys}[${keyAt}], ${keys}[${keyAt} + 1u]));
for (var w = 0u; w < 4u; w++) {
  let i = (block >> 2u) * 16u + w * 4u + (block & 3u);
  if (i < ${size}) { ${out}[${at} + i] = bitcast<u32>(f32(words[w] >> 8u) * 0x1p-24f); }
}`;
  return [
    {
      ...moduleOf({ threads: THREADS, body }, 4),
      workgroups: gridOf(Math.ceil(blocks / THREADS)),
      arguments: views,
      constants: [stream >>> 0, buffer.size],
    },
  ];
}
