import type { Recipe } from "../recipe/recipe.ts";

/** The heading of a printed step: its size, and how to read a line. */
export function stepLegend(step: string, { model, optimizer, batchSize }: Recipe): string {
  const lines = (pattern: RegExp) => step.match(pattern)?.length ?? 0;
  const [operations, updates, phases] = [lines(/^%\d+ /gm), lines(/^update /gm), lines(/^phase \d/gm)];
  const arena = /^arena (\d+) bytes/m.exec(step)?.[1];
  return [
    `One training step of ${model} with ${optimizer} on ${batchSize} samples: ${operations} operations in ${phases} phases,`,
    `${updates} updated variables${arena === undefined ? "" : `, ${(Number(arena) / 1e6).toFixed(1)} MB of temporaries`}.`,
    "",
    "%16 [64, 10] = matmul(%15, %2)  # 3.dense   value 16: its shape, the operation on values 15 and 2, its layer",
    "update KERNEL ← %211                        a variable, and its value after the step",
    "phase 3                                     kernels that run at the same time; all threads wait for each other after it",
    "  map [64,16] { t0 = …; t1 = … } → …        a loop over 64 × 16 that computes t0, t1, … and stores some of them;",
    "                                            reduce: the same, with sums over the axes marked Σ; sweep: in blocks",
    '  temporary "NAME"[16,1]                    a buffer with its strides; the memory for all temporaries is the arena',
  ].join("\n");
}
