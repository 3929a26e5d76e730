import { defined } from "../options/defined.ts";
import { shareOf, type Units } from "../train/progress/progress-text.ts";
import type { TrainProgress } from "../train/train-options.ts";
import type { CompareProgress } from "./compare-progress.ts";
import type { RunJob } from "./executor.ts";
import type { StudyRun } from "./study.ts";

/** Follows the runs of a comparison, and reports after some steps and after each run. */
export function progressReporter(report: (progress: CompareProgress) => void, seconds: () => number, units: Units) {
  const running = new Map<RunJob, CompareProgress["running"][number]>();
  let [total, done, doneBefore] = [0, 0, 0];
  const tell = (finished?: StudyRun) => {
    const elapsed = seconds();
    const underWay = [...running.values()].reduce((sum, { progress }) => sum + shareOf(progress), 0);
    const share = (done - doneBefore + underWay) / (total - doneBefore);
    const remaining = share > 0.01 ? elapsed / share - elapsed : undefined;
    report({
      done,
      doneBefore,
      total,
      running: [...running.values()],
      ...defined({ finished }),
      elapsed,
      ...defined({ remaining }),
      units,
    });
  };
  return {
    /** More runs are wanted, of which some were done before. */
    expect(wanted: number, before: number): void {
      total += wanted;
      done += before;
      doneBefore += before;
      if (before > 0) tell();
    },
    step(job: RunJob, progress: TrainProgress): void {
      running.set(job, { variant: job.variant.name, seed: job.seed, progress });
      tell();
    },
    /** A run ended, or never began. */
    end(job: RunJob, run: StudyRun, begun: boolean): void {
      running.delete(job);
      if (!begun) return;
      done++;
      tell(run);
    },
  };
}
