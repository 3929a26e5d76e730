import { usageError } from "../../errors.ts";
import { DATASET_PARTS, type Dataset, type Samples } from "../dataset.ts";

/** What the targets of a loss have to be. */
export interface TargetRule {
  least: number;
  most: number;
  /** What those of a sample add up to, to within 0.02: shares may be rounded. */
  rowsAddUpTo?: number;
}

/**
 * Looks at all targets, of every part, before training.
 * @param loss the name of the loss, and what it demands.
 * @throws a usage error with the first target that is not as the loss takes them, and its index.
 */
export function checkTargets(
  data: Dataset,
  { name, targets: rule }: { name: string; targets?: TargetRule | undefined },
): void {
  if (rule === undefined) return;
  for (const part of DATASET_PARTS) {
    const samples = data[part];
    if (samples === undefined) continue;
    const where = `${data.name}.${part}.targets`;
    checkRange(where, samples, name, rule, data.classes?.length);
    if (rule.rowsAddUpTo !== undefined) checkSums(where, samples, name, rule.rowsAddUpTo);
  }
}

function checkRange(
  where: string,
  { targets: { data } }: Samples,
  loss: string,
  { least, most }: TargetRule,
  classes: number | undefined,
): void {
  const index = data.findIndex((x: number) => !(x >= least && x <= most));
  if (index < 0) return;
  const from1 = least === 0 && most === 1 && data.every((x: number) => x === 1 || x === 2);
  throw usageError({
    where,
    expected: `numbers from ${least} to ${most} for ${loss}`,
    received: `${data[index]} at index ${index}`,
    fix: from1
      ? "These begin at 1: subtract 1 from each."
      : classes !== undefined && classes > 2
        ? `For one of ${classes} classes use crossEntropy(), and end the model with dense(${classes}).`
        : data[index] === -1
          ? "Write 0 in place of −1."
          : "For targets of any size use meanSquaredError().",
  });
}

function checkSums(where: string, { targets: { shape, data } }: Samples, loss: string, expected: number): void {
  const width = data.length / shape[0];
  for (let row = 0; row < shape[0]; row++) {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += data[i];
    if (Math.abs(sum - expected) <= 0.02) continue;
    throw usageError({
      where,
      expected: `rows that add up to ${expected}, as the probabilities that ${loss} compares`,
      received: `${Number(sum.toPrecision(6))} in row ${row}`,
      fix: "Divide each row by its sum; for labels that may hold at once use binaryCrossEntropy().",
    });
  }
}
