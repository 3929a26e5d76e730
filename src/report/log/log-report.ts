import { defined } from "../../options/defined.ts";
import type { RunLog } from "../../train/log/folder/run-log.ts";
import type { RunReport } from "../run/run-report.ts";

/**
 * What a run folder says of its run: all that was measured. What asks the model itself, such as the samples that it is most
 * wrong about, is in `runReport`.
 */
export function logReport({ run, steps, epochs }: RunLog): RunReport {
  const { ended, task, data, classes, outputs, units, hints, parameters } = run;
  const samples = defined(run.samples);
  const judged = (["test", "validation"] as const).find((part) => samples[part] !== undefined);
  const { test, baseline, stopped } = ended ?? {};
  return {
    ...{ task, data, units, hints, parameters, history: epochs, steps, wrong: [] },
    samples,
    stopped: stopped ?? { reason: "aborted", epoch: epochs.at(-1)?.epoch ?? 0 },
    underWay: ended === undefined,
    ...defined({ classes, outputs, judged, test, baseline, confusion: test?.confusionMatrix }),
    seconds: ended?.seconds ?? epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    backend: ended?.backend ?? `Evenkeel ${run.evenkeel}`,
  };
}
