import type { Recipe } from "../recipe/recipe.ts";

/** What a printed step is, on top of it: how much of what, and how a line is read. */
export function stepLegend(step: string, { model, optimizer, batchSize }: Recipe): string {
  const lines = (pattern: RegExp) => step.match(pattern)?.length ?? 0;
  const [operations, updates, phases] = [lines(/^%\d+ /gm), lines(/^update /gm), lines(/^phase \d/gm)];
  const arena = /^arena (\d+) bytes/m.exec(step)?.[1];
  return [
    `One training step of ${model} with ${optimizer} on ${batchSize} samples: ${operations} operations are computed in ${phases} phases,`,
    `${updates} variables are updated${arena === undefined ? "" : `, and ${(Number(arena) / 1e6).toFixed(1)} MB hold what is in between`}.`,
    "",
    "%16 [64, 10] = matmul(%15, %2)  # 3.dense   value 16, its shape, the operation on values 15 and 2, the layer it is of",
    "update KERNEL ← %211                        a variable, and the value that it has after the step",
    "phase 3                                     kernels that run at the same time; all threads meet behind each phase",
    "  map [64,16] { t0 = …; t1 = … } → …        a loop over 64 × 16 that computes t0, t1, … and stores some of them;",
    "                                            reduce: the same with sums over the axes marked Σ; sweep: in blocks",
    '  temporary "NAME"[16,1]                    a buffer, with its strides; memory for temporaries: arena, at the end',
  ].join("\n");
}
