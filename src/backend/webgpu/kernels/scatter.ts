import type { ScatterKernel } from "../../../plan/kernel.ts";
import { moduleOf } from "../module-of.ts";
import { gridOf, type Shader } from "../shader.ts";
import { rowNumber } from "./expression.ts";
import { Places } from "./places.ts";

const THREADS = 64;
/** About so many threads keep a GPU busy; more would only read the indices more often. */
const BUSY = 2 ** 16;

/**
 * Adds rows to a zeroed table by their numbers, if there are such rows. A thread has one column of some neighboring rows of
 * the table, goes through all indices, and adds what is for its rows: in the order of the indices, and without waiting.
 */
export function emitScatter({ values, indices, out, row, rows }: ScatterKernel): Shader[] {
  if (row * rows * indices.size === 0) return [];
  const height = Math.min(rows, Math.max(1, Math.ceil((row * rows) / BUSY)));
  const blocks = Math.ceil(rows / height);
  const places = new Places(3); // which index, column, row of the table
  const picked = { buffer: indices, offset: 0, strides: [1, 0, 0] };
  const value = { buffer: values, offset: 0, strides: [row, 1, 0] };
  const sum = { buffer: out, offset: 0, strides: [0, 1, row] };
  const body = `let n = group * ${THREADS}u + thread;
if (n >= ${blocks * row}u) { return; }
let i1 = n % ${row}u;
let first = n / ${row}u * ${height}u;
let end = min(first + ${height}u, ${rows}u);
for (var i0 = 0u; i0 < ${indices.size}u; i0++) {
let i2 = ${rowNumber(places.bits(picked, places.of(picked)), picked, rows)};
if (i2 >= first && i2 < end) { ${places.store(sum, places.load(value, places.of(value)), true)} }
}`;
  return [
    {
      ...moduleOf({ threads: THREADS, body }, places.list.length),
      workgroups: gridOf(Math.ceil((blocks * row) / THREADS)),
      arguments: places.list,
    },
  ];
}
