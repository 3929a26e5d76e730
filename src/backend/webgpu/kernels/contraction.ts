import type { Buffer } from "../../../plan/kernel.ts";
import { moduleOf } from "../module-of.ts";
import { argument, gridOf, type Room, roomOf, type Shader } from "../shader.ts";
import { multiplyCode } from "./multiply.ts";
import { place } from "./place.ts";
import { type ProductForm, type ProductSizes, productForm, threadsOf, tilesOf } from "./product-form.ts";
import type { ProductOperand } from "./product-operand.ts";
import { byFours, readOf } from "./read-of.ts";
import { pitchOf, slabCode } from "./slab.ts";

/** c[batch, row, column] = Σ_inner a[batch, row, inner] · b[batch, inner, column], where each index walks over axes. */
export interface Contraction {
  readonly batch: readonly number[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly inner: readonly number[];
  readonly a: ProductOperand;
  readonly b: ProductOperand;
  /** Columns are neighbors. */
  readonly out: { readonly buffer: Buffer; readonly batch: readonly number[]; readonly row: number };
  /** The length of all sums along the first axis of the batch together, where the last ones are shorter than `inner`. */
  readonly total?: number | undefined;
}

type FormOf = (sizes: ProductSizes) => ProductForm;

/** A product in tiles: workgroup memory holds a slab of both operands, and each thread's registers its part of the tile. */
export function emitContraction(contraction: Contraction, formOf: FormOf = productForm): Shader[] {
  const { batch, rows, columns, inner, a, b, out, total } = contraction;
  const [count, m, n, k] = [batch, rows, columns, inner].map(sizeOf);
  const sizes = { batch: count, m, n, k };
  const form = formOf(sizes);
  const [down, across] = tilesOf(form, sizes);
  const groups = count * down * across;
  if (groups === 0) return [];

  const target = { buffer: out.buffer, offset: 0 };
  const storesFours = [n, out.row, ...out.batch].every(byFours);
  // Threads that write parts of one four would undo each other's: then its room is words.
  const mayBeFours = (room: Room) => room !== roomOf(target) || storesFours;
  const read = (operand: ProductOperand, lines: readonly number[]) =>
    mayBeFours(roomOf(operand.view)) ? readOf(operand, { batch, lines, inner }) : "words";
  const reads = { a: read(a, rows), b: read(b, columns) };
  const fours = new Set([
    ...(reads.a === "words" ? [] : [roomOf(a.view)]),
    ...(reads.b === "words" ? [] : [roomOf(b.view)]),
    ...(storesFours ? [roomOf(target)] : []),
  ]);

  const { depth, shares } = form;
  const threads = threadsOf(form);
  const checked = total !== undefined || k === 0 || k % depth !== 0;
  const slab = (name: "a" | "b", operand: ProductOperand, lines: readonly number[], tile: number, at: number) =>
    slabCode({
      ...{ name, operand, lines, inner, tile, depth, threads, at, checked },
      read: reads[name],
      fours: fours.has(roomOf(operand.view)),
    });
  const slabOfA = depth * pitchOf(form.rows);
  const slabA = slab("a", a, rows, form.rows, 0);
  const slabB = slab("b", b, columns, form.columns, slabOfA);
  const slabs = slabOfA + depth * pitchOf(form.columns);
  const sums = shares === 1 ? 0 : (shares * form.rows * form.columns) / 4;
  const multiply = multiplyCode(form, slabOfA);
  const behind = `batch / ${sizeOf(batch.slice(1))}u * ${k}u`;
  const end = total === undefined ? `${k}u` : `min(${k}u, ${total}u - min(${total}u, ${behind}))`;

  const before = `
var<workgroup> tile: array<vec4<f32>, ${Math.max(slabs, sums)}>;
${storeCode(target, { m, n, row: out.row, fours: storesFours })}`;
  const body = `  if (group >= ${groups}u) { return; }
  let batch = group / ${down * across}u;
  let aFirst = group / ${across}u % ${down}u * ${form.rows}u;
  let bFirst = group % ${across}u * ${form.columns}u;
  let aBase = ${argument(0)} + ${place("batch", batch, a.batch)};
  let bBase = ${argument(1)} + ${place("batch", batch, b.batch)};
  let cBase = ${argument(2)} + ${place("batch", batch, out.batch)};
  let end = ${end};
  ${slabA.prepare}
  ${slabB.prepare}
  ${multiply.prepare}
  var k = 0u;
  ${slabA.load}
  ${slabB.load}
  loop {
    ${slabA.store}
    ${slabB.store}
    workgroupBarrier();
    k += ${depth}u;
    if (k < end) {
      ${slabA.load}
      ${slabB.load}
    }
    ${multiply.step}
    if (k >= end) { break; }
    workgroupBarrier();
  }
  ${multiply.finish}`;
  const words = Object.fromEntries([...fours].map((room) => [room, "vec4<u32>" as const]));
  return [
    {
      ...moduleOf({ threads, body, before }, 3, words),
      workgroups: gridOf(groups),
      arguments: [a.view, b.view, target],
    },
  ];
}

/** Four neighbors of c, of which some may lie beyond its edge. */
function storeCode(
  target: { buffer: Buffer },
  { m, n, row, fours }: { m: number; n: number; row: number; fours: boolean },
): string {
  const room = roomOf(target);
  const one = (i: number) => `if (column + ${i}u < ${n}u) { ${room}[at + ${i}u] = bitcast<u32>(sum[${i}]); }`;
  const store = fours ? `${room}[at >> 2u] = bitcast<vec4<u32>>(sum);` : [0, 1, 2, 3].map(one).join("\n  ");
  return `fn store(base: u32, row: u32, column: u32, sum: vec4<f32>) {
  if (row >= ${m}u || column >= ${n}u) { return; }
  let at = base + row * ${row}u + column;
  ${store}
}`;
}

function sizeOf(extents: readonly number[]): number {
  return extents.reduce((product, extent) => product * extent, 1);
}
