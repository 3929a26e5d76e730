import type { Buffer, Kernel } from "../../plan/kernel.ts";
import type { PlanOptions } from "../../plan/plan-options.ts";

/**
 * A product whose sums go in parts, c[p, m, n] = Σ over part p of k of a[m, k] · b[k, n], and the kernel that adds the parts
 * in order. Parts are equally long: where the number asked for does not divide k, the nearest one below does, if that is more
 * than half of it.
 */
export function shareProduct(
  kernel: Kernel,
  temporary: (size: number, name: string) => Buffer,
  partsOf: PlanOptions["partsOf"],
): Kernel[] {
  if (kernel.kind !== "matmul" || kernel.batch !== 1 || partsOf === undefined) return [kernel];
  const { m, n, k, a, b, out } = kernel;
  const parts = divisorNear(k, partsOf({ batch: 1, m, n, k }));
  if (parts === 1) return [kernel];
  const share = k / parts;
  const size = m * n;
  const sums = temporary(parts * size, `partial ${out.name}`);
  const [, aRow, aStep] = a.strides;
  const [, bStep, bColumn] = b.strides;
  return [
    {
      ...kernel,
      batch: parts,
      k: share,
      a: { ...a, strides: [share * aStep, aRow, aStep] },
      b: { ...b, strides: [share * bStep, bStep, bColumn] },
      out: sums,
    },
    {
      kind: "reduce",
      extents: [parts, size],
      reduced: [true, false],
      terms: [{ op: "load", view: { buffer: sums, offset: 0, strides: [size, 1] } }],
      results: [{ op: "sum", term: 0, view: { buffer: out, offset: 0, strides: [0, 1] } }],
    },
  ];
}

/** The largest divisor of k from `wanted` down to half of it; 1 if there is none. */
function divisorNear(k: number, wanted: number): number {
  for (let parts = Math.min(wanted, k); 2 * parts > wanted && parts > 1; parts--) if (k % parts === 0) return parts;
  return 1;
}
