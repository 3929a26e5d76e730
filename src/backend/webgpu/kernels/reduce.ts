import type { ReduceKernel } from "../../../plan/kernel.ts";
import { moduleOf } from "../module-of.ts";
import { gridOf, type Shader } from "../shader.ts";
import { expression, variesAlong } from "./expression.ts";
import { Places } from "./places.ts";
import { type Found, type Rule, reductions } from "./reductions.ts";
import { strandsOf } from "./strands.ts";
import { indicesOf } from "./walk.ts";

/** Results by which predictions decide how many threads share a sum: its order shall not follow from how many samples there are. */
const USUAL = 2048;

/**
 * Reductions. Several threads of a workgroup, the strands, share the numbers of a result: with s of them, each takes every
 * s-th number, in order. Then they join in pairs, the far half with the near half. So the order depends on sizes alone.
 */
export function emitReduce({ extents, reduced, terms, results }: ReduceKernel, bySample: boolean): Shader[] {
  const axes = [...extents.keys()];
  const [keptAxes, reducedAxes] = [axes.filter((axis) => !reduced[axis]), axes.filter((axis) => reduced[axis])];
  const along = (some: readonly number[]) => some.reduce((size, axis) => size * extents[axis], 1);
  const [kept, length] = [along(keptAxes), along(reducedAxes)];
  if (kept === 0) return [];

  const each = (code: (rule: Rule, found: Found, i: number) => string) =>
    results.map(({ op }, i) => code(reductions[op], { value: `value${i}`, place: `place${i}` }, i)).join("\n");
  const words = results.reduce((count, { op }) => count + (reductions[op].hasPlace ? 2 : 1), 0);
  const lastReduced = reduced.at(-1) === true;
  const { threads, strands } = strandsOf(bySample ? USUAL : kept, length, words, lastReduced);
  const columns = threads / strands;
  // Neighboring threads read neighboring numbers: of one result where the last axis is reduced, else of neighboring results.
  const [strand, column] = lastReduced
    ? [`thread % ${strands}u`, `thread / ${strands}u`]
    : [`thread / ${columns}u`, `thread % ${columns}u`];

  const places = new Places(extents.length);
  const inLoop = variesAlong(terms, reducedAxes);
  const body = `let strand = ${strand};
let n = group * ${columns}u + ${column};
${each(({ start, hasPlace }, { value, place }) => `var ${value} = ${start};${hasPlace ? ` var ${place} = 0u;` : ""}`)}
if (n < ${kept}u) {
${indicesOf("n", extents, keptAxes)}
${expression(
  terms,
  places,
  inLoop.map((inside) => !inside),
)}
for (var k = strand; k < ${length}u; k += ${strands}u) {
${indicesOf("k", extents, reducedAxes)}
${expression(terms, places, inLoop)}
${each(({ take }, found, i) => take(found, `t${results[i].term}`))}
}
}
${strands > 1 ? join(strands, lastReduced ? 1 : columns, each) : ""}
if (strand == 0u && n < ${kept}u) {
${indicesOf("n", extents, keptAxes)}
${each(({ hasPlace }, { value, place }, i) => places.store(results[i].view, hasPlace ? `f32(${place})` : value, false))}
}`;
  const shared = strands > 1 ? each((rule, _, i) => sharedBy(threads, rule, i)) : "";
  return [
    {
      ...moduleOf({ threads, body, before: shared }, places.list.length),
      workgroups: gridOf(Math.ceil(kept / columns)),
      arguments: places.list,
    },
  ];
}

/** Joins the strands of each result, which are `step` threads apart. */
function join(
  strands: number,
  step: number,
  each: (code: (rule: Rule, found: Found, i: number) => string) => string,
): string {
  const share = each(
    ({ hasPlace }, { value, place }, i) =>
      `values${i}[thread] = ${value};${hasPlace ? ` places${i}[thread] = ${place};` : ""}`,
  );
  return `${share}
for (var half = ${strands / 2}u; half > 0u; half >>= 1u) {
workgroupBarrier();
if (strand < half) {
let other = thread + half * ${step}u;
${each(({ join }, found, i) => join(found, { value: `values${i}[other]`, place: `places${i}[other]` }))}
${share}
}
}`;
}

/** What threads show to one another of a result. */
function sharedBy(threads: number, { hasPlace }: Rule, i: number): string {
  const values = `var<workgroup> values${i}: array<f32, ${threads}>;`;
  return hasPlace ? `${values}\nvar<workgroup> places${i}: array<u32, ${threads}>;` : values;
}
