import { defaultRateOf, learningRateOf } from "../../optimize/learning-rate.ts";
import type { Examination } from "../examination.ts";

/** The highest rate of the short training, or the first one where there was none, and the default of its optimizer; NaN without one. */
export function rateOf({ patient, course }: Examination): { rate: number; usual: number } {
  const { optimizer, progress } = patient.training;
  const rates = course?.steps.map(({ learningRate }) => learningRate).filter(Number.isFinite) ?? [];
  const rate = rates.length > 0 ? Math.max(...rates) : learningRateOf(optimizer, { step: 0, ...progress });
  return { rate, usual: defaultRateOf(optimizer) ?? Number.NaN };
}
