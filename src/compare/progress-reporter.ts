import { defined } from "../options/defined.ts";
import { shareOf, type Units } from "../train/progress/progress-text.ts";
import type { TrainProgress } from "../train/train-options.ts";
import type { CompareProgress } from "./compare-progress.ts";
import type { StudyRun } from "./study.ts";

/** Follows the runs of a comparison, and reports after some steps and after each run. */
export function progressReporter(
  { total, doneBefore }: Pick<CompareProgress, "total" | "doneBefore">,
  report: (progress: CompareProgress) => void,
  seconds: () => number,
  units: Units,
) {
  const running = new Map<object, CompareProgress["running"][number]>();
  let done = doneBefore;
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
  if (doneBefore > 0) tell();
  return {
    step(job: object, variant: string, seed: number, progress: TrainProgress): void {
      running.set(job, { variant, seed, progress });
      tell();
    },
    /** A run ended, or never began. */
    end(job: object, run: StudyRun, begun: boolean): void {
      running.delete(job);
      if (!begun) return;
      done++;
      tell(run);
    },
  };
}
