import { powerOfTwoFrom } from "../../../exact-math/power-of-two-from.ts";
import type { ScatterKernel } from "../../../plan/kernel.ts";
import { moduleOf } from "../module-of.ts";
import { gridOf, type Shader } from "../shader.ts";
import { rowNumber } from "./expression.ts";
import { Places } from "./places.ts";

const THREADS = 64;
/** About so many workgroups keep a GPU busy; more would only read the indices more often. */
const BUSY = 1024;

/**
 * Adds rows to a zeroed table by their numbers, if there are such rows. A workgroup has some neighboring rows of the table and up
 * to 64 of their columns. It looks at 64 indices at a time, one a thread, and marks those that are for its rows, a bit each; then
 * each thread adds what is marked to its column, in the order of the indices. Where rows are short, threads also share the
 * rows. So every number of the table is a sum by one thread, in one order, and indices are read once a workgroup.
 */
export function emitScatter({ values, indices, out, row, rows }: ScatterKernel): Shader[] {
  if (row * rows * indices.size === 0) return [];
  const strips = Math.ceil(row / THREADS);
  const width = Math.min(THREADS, powerOfTwoFrom(row));
  const lanes = THREADS / width;
  const height = Math.min(rows, Math.max(lanes, Math.ceil((rows * strips) / BUSY)));
  const blocks = Math.ceil(rows / height);
  const places = new Places(3); // which index, column, row of the table
  const picked = { buffer: indices, offset: 0, strides: [1, 0, 0] };
  const value = { buffer: values, offset: 0, strides: [row, 1, 0] };
  const sum = { buffer: out, offset: 0, strides: [0, 1, row] };
  const before = `var<workgroup> marked: array<atomic<u32>, 2>;
var<workgroup> found: array<u32, ${THREADS}>;`;
  const body = `if (group >= ${blocks * strips}u) { return; }
let i1 = group % ${strips}u * ${THREADS}u + thread % ${width}u;
let lane = thread / ${width}u;
let first = group / ${strips}u * ${height}u;
let end = min(first + ${height}u, ${rows}u);
for (var begin = 0u; begin < ${indices.size}u; begin += ${THREADS}u) {
if (thread < 2u) { atomicStore(&marked[thread], 0u); }
workgroupBarrier();
let i0 = begin + thread;
if (i0 < ${indices.size}u) {
let i2 = ${rowNumber(places.bits(picked, places.of(picked)), picked, rows)};
found[thread] = i2;
if (i2 >= first && i2 < end) { atomicOr(&marked[thread >> 5u], 1u << (thread & 31u)); }
}
workgroupBarrier();
for (var half = 0u; half < 2u; half++) {
var rest = atomicLoad(&marked[half]);
while (rest != 0u) {
let at = half * 32u + countTrailingZeros(rest);
rest &= rest - 1u;
let i0 = begin + at;
let i2 = found[at];
if (i1 < ${row}u && (i2 - first) % ${lanes}u == lane) { ${places.store(sum, places.load(value, places.of(value)), true)} }
}
}
workgroupBarrier();
}`;
  return [
    {
      ...moduleOf({ threads: THREADS, body, before }, places.list.length),
      workgroups: gridOf(blocks * strips),
      arguments: places.list,
    },
  ];
}
