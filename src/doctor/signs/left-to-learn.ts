import type { Examination } from "../examination.ts";
import type { Evidence } from "../finding.ts";
import { simplestLossOf } from "./simplest-loss-of.ts";

/**
 * The training loss at the end of the examination, without masks and augmentation, over that of the simplest answer, where it is
 * above a limit: what noise of the steps has kept from being learned.
 */
export function leftToLearn(examination: Examination, threshold: number): Evidence[] {
  const [last, simplest] = [examination.course?.evaluations.at(-1), simplestLossOf(examination)];
  if (last?.train.loss === undefined || simplest === undefined || !(simplest > 0)) return [];
  const value = last.train.loss.mean / simplest;
  const signal = "loss of training samples as they are, over that of the simplest answer";
  return value > threshold ? [{ signal, value, threshold, step: last.step }] : [];
}
