import { usageError } from "../../errors.ts";
import { DATASET_PARTS, type Dataset, type Samples } from "../dataset.ts";

/** What the targets of a loss must be. */
export interface TargetRule {
  /** The smallest target that is accepted. */
  least: number;
  /** The largest target that is accepted. */
  most: number;
  /** What the targets of a sample add up to, to within 0.02, since they may be rounded. */
  rowsAddUpTo?: number;
}

/**
 * Checks all targets before training.
 * @param loss the name of the loss, and what its targets must be.
 * @throws a usage error with the first target that the loss does not accept, and its index.
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
      ? "These start at 1: subtract 1 from each."
      : classes !== undefined && classes > 2
        ? `For ${classes} classes use crossEntropy(), and end the model with dense(${classes}).`
        : data[index] === -1
          ? "Use 0 instead of −1."
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
      expected: `rows that add up to ${expected}, since ${loss} compares probabilities`,
      received: `${Number(sum.toPrecision(6))} in row ${row}`,
      fix: "Divide each row by its sum; for several labels at once use binaryCrossEntropy().",
    });
  }
}
