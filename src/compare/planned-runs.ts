import type { Execution } from "./execution.ts";
import type { Split } from "./splits-of.ts";
import type { Looks } from "./statistics/repeated-look.ts";
import type { StudyRun } from "./study.ts";

/** What is asked for, and when it is enough. */
export interface PlannedRuns {
  execution: Execution;
  splits: readonly Split[];
  /** Of a study that adds none. */
  seeds: readonly number[];
  /** When to look whether seeds are to be added. */
  looks: Looks | undefined;
  /** Whether the runs decide the study. */
  isDecided(runs: StudyRun[], looks: Looks): boolean;
  signal: AbortSignal | undefined;
}

/** The runs of a study, and at which looks they were enough. */
export interface DoneRuns {
  runs: StudyRun[];
  seeds: readonly number[];
  looks?: Looks;
  decided?: boolean;
}

/** The runs of every seed on every split; where there are looks, those of more seeds, until the study is decided. */
export async function plannedRuns(planned: PlannedRuns): Promise<DoneRuns> {
  const { seeds, looks, isDecided, signal } = planned;
  if (looks === undefined) return { runs: await ofSeeds(planned, seeds), seeds };
  const runs: StudyRun[] = [];
  for (let look = 0; ; look++) {
    const [before, count] = [looks.seeds[look - 1] ?? 0, looks.seeds[look]];
    const added = Array.from({ length: count - before }, (_, i) => seeds[0] + before + i);
    runs.push(...(await ofSeeds(planned, added)));
    const done = { seeds: looks.seeds.slice(0, look + 1), most: looks.most };
    const decided = isDecided(runs, done);
    if (decided || signal?.aborted || look === looks.seeds.length - 1)
      return { runs, seeds: Array.from({ length: count }, (_, i) => seeds[0] + i), looks: done, decided };
  }
}

/** All variants of a seed one after another, so that pairs are complete early. */
async function ofSeeds({ execution, splits }: PlannedRuns, seeds: readonly number[]): Promise<StudyRun[]> {
  const jobs = seeds.flatMap((seed) =>
    splits.flatMap(({ dataSeed, prepared }) => prepared.map((variant) => ({ job: { variant, seed }, dataSeed }))),
  );
  const runs = await execution.execute(jobs.map(({ job }) => job));
  return runs.map((run, i) => {
    const { dataSeed } = jobs[i];
    return dataSeed === undefined ? run : { ...run, dataSeed };
  });
}
