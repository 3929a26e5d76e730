import type { ProductForm } from "./product-form.ts";
import { pitchOf } from "./slab.ts";

/**
 * What a thread does with the slabs: a part of the tile, four by four, is summed in registers. The fours of a thread are
 * apart, so that neighboring threads read neighbors in workgroup memory.
 */
export function multiplyCode(form: ProductForm, slabOfA: number): { prepare: string; step: string; finish: string } {
  const { rows, columns, perThread, shares, depth } = form;
  const [down, across] = [rows / perThread[0], columns / perThread[1]];
  const [aFours, bFours] = perThread.map((size) => range(size / 4));
  const steps = depth / shares;
  const each = (part: (row: { four: number; of: string; name: string }, b: number) => string) =>
    aFours.flatMap((a) =>
      [..."xyzw"].flatMap((of, i) => bFours.map((b) => part({ four: a, of, name: `sum${a * 4 + i}` }, b))),
    );
  const prepare = `let x = thread % ${across}u;
  let y = thread / ${across}u % ${down}u;
  let share = thread / ${across * down}u;
  let aAt = share * ${steps * pitchOf(rows)}u + y;
  let bAt = ${slabOfA}u + share * ${steps * pitchOf(columns)}u + x;
  ${each(({ name }, b) => `var ${name}x${b} = vec4<f32>();`).join(" ")}`;

  const step = range(steps).map((i) => {
    const reads = [
      ...aFours.map((a) => `let a${a} = tile[aAt + ${i * pitchOf(rows) + a * down}u];`),
      ...bFours.map((b) => `let b${b} = tile[bAt + ${i * pitchOf(columns) + b * across}u];`),
    ];
    const sums = each(({ four, of, name }, b) => `${name}x${b} = fma(vec4<f32>(a${four}.${of}), b${b}, ${name}x${b});`);
    return `{ ${reads.join(" ")}\n    ${sums.join("\n    ")} }`;
  });

  const at = ({ four, of }: { four: number; of: string }) => `(y + ${four * down}u) * 4u + ${"xyzw".indexOf(of)}u`;
  const column = (b: number) => `(x + ${b * across}u)`;
  const whole = each((row, b) => `store(cBase, aFirst + ${at(row)}, bFirst + ${column(b)} * 4u, ${row.name}x${b});`);
  const fours = (rows * columns) / 4;
  const partial = each(
    (row, b) => `tile[share * ${fours}u + (${at(row)}) * ${columns / 4}u + ${column(b)}] = ${row.name}x${b};`,
  );
  const tree = `workgroupBarrier();
  ${partial.join("\n  ")}
  workgroupBarrier();
  if (thread < ${fours}u) {
    let sum = ${range(shares)
      .map((i) => `tile[${i * fours}u + thread]`)
      .join(" + ")};
    store(cBase, aFirst + thread / ${columns / 4}u, bFirst + thread % ${columns / 4}u * 4u, sum);
  }`;
  return { prepare, step: step.join("\n    "), finish: shares === 1 ? whole.join("\n  ") : tree };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
