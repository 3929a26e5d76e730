import type { MatmulKernel } from "../../../plan/kernel.ts";
import type { Shader } from "../shader.ts";
import { emitContraction } from "./contraction.ts";
import { formBySample } from "./product-form.ts";

/** c[b, m, n] = Σ_k a[b, m, k] · b[b, k, n] */
export function emitMatmul({ batch, m, n, k, a, b, out }: MatmulKernel, bySample: boolean): Shader[] {
  const [aBatch, aRow, aStep] = a.strides;
  const [bBatch, bStep, bColumn] = b.strides;
  const contraction = {
    batch: [batch],
    rows: [m],
    columns: [n],
    inner: [k],
    a: { view: a, batch: [aBatch], lines: [aRow], inner: [aStep] },
    b: { view: b, batch: [bBatch], lines: [bColumn], inner: [bStep] },
    out: { buffer: out, batch: [m * n], row: n },
  };
  if (!bySample) return emitContraction(contraction);
  const columns = b.buffer.kind === "variable" ? n : undefined; // else samples may lie there
  return emitContraction(contraction, (sizes) => formBySample(sizes, 1, columns));
}
