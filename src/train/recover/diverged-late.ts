import type { Epoch, TestMeasures } from "../run/history.ts";
import type { Place } from "./place.ts";

/** Whether a run that came to the end of its `last` epoch took no step in the end and has no finite loss any more. */
export function divergedLate({ inARow }: Place, last: Epoch, test: TestMeasures | undefined): boolean {
  const measured = [last.train.loss, (last.validation ?? test)?.loss ?? 0];
  return inARow > 0 && !measured.every(Number.isFinite);
}
