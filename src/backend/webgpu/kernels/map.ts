import type { MapKernel } from "../../../plan/kernel.ts";
import { moduleOf } from "../module-of.ts";
import { argument, gridOf, type Shader } from "../shader.ts";
import { expression } from "./expression.ts";
import { Places } from "./places.ts";
import { indicesOf } from "./walk.ts";

const THREADS = 64;

/** An elementwise kernel: an index a thread. How many there are is an argument, so that all lengths of one axis share a text. */
export function emitMap({ extents, terms, stores }: MapKernel): Shader[] {
  const size = extents.reduce((product, extent) => product * extent, 1);
  if (size === 0) return [];
  const places = new Places(extents.length);
  const values = expression(
    terms,
    places,
    terms.map(() => true),
  );
  const written = stores.map(({ term, view, accumulate }) => places.store(view, `t${term}`, accumulate));
  const body = `let n = group * ${THREADS}u + thread;
if (n >= ${argument(places.list.length)}) { return; }
${indicesOf("n", extents, [...extents.keys()])}
${values}
${written.join("\n")}`;
  return [
    {
      ...moduleOf({ threads: THREADS, body }, places.list.length + 1),
      workgroups: gridOf(Math.ceil(size / THREADS)),
      arguments: places.list,
      constants: [size],
    },
  ];
}
