import type { StepRecord } from "../../recorder.ts";
import type { Measures } from "../../run/history.ts";

/**
 * The means of some steps in a row, as one record at the last of them. Numbers that are not finite are left out; where all are,
 * that of the last step is taken. The learning rate is that of the last step.
 */
export function meanOfSteps(rows: readonly StepRecord[]): StepRecord {
  const last = rows[rows.length - 1];
  const mean = (of: (row: StepRecord) => number | undefined): number | undefined => {
    let [sum, count] = [0, 0];
    for (const row of rows) {
      const value = of(row);
      if (value === undefined || !Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
    return count === 0 ? of(last) : sum / count;
  };
  const measures: Record<string, number> = {};
  for (const [name, value] of Object.entries(last.measures))
    measures[name] = mean((row) => row.measures[name]) ?? value ?? Number.NaN;
  const gradientNorm = mean((row) => row.gradientNorm);
  return {
    ...last,
    loss: mean(({ loss }) => loss) ?? last.loss,
    measures: measures as Measures,
    ...(gradientNorm !== undefined && { gradientNorm }),
  };
}
