import type { MatmulKernel } from "../../../plan/kernel.ts";
import type { Shader } from "../shader.ts";
import { emitContraction } from "./contraction.ts";
import { formBySample, type ProductSizes, productForm } from "./product-form.ts";

/** c[b, m, n] = Σ_k a[b, m, k] · b[b, k, n] */
export function emitMatmul({ batch, m, n, k, a, b, out }: MatmulKernel, bySample: boolean): Shader[] {
  const [aBatch, aRow, aStep] = a.strides;
  const [bBatch, bStep, bColumn] = b.strides;
  const columns = b.buffer.kind === "variable" ? n : undefined; // else samples may lie there
  const ofPredictions = (sizes: ProductSizes) => formBySample(sizes, 1, columns);
  return emitContraction(
    {
      batch: [batch],
      rows: [m],
      columns: [n],
      inner: [k],
      a: { view: a, batch: [aBatch], lines: [aRow], inner: [aStep] },
      b: { view: b, batch: [bBatch], lines: [bColumn], inner: [bStep] },
      out: { buffer: out, batch: [m * n], row: n },
    },
    bySample ? ofPredictions : productForm,
  );
}
