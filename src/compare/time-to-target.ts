import { INTERRUPTED } from "../train/run/failure-of.ts";
import type { Epoch } from "../train/run/history.ts";
import { differenceOf, type Judging, type Pair } from "./difference-of.ts";
import { runName } from "./run-name.ts";
import { estimate } from "./statistics/estimate.ts";
import type { Reach, StudyRun } from "./study.ts";
import type { TimeDifference, TimeToTarget, TimeUnit } from "./times.ts";

/** What times are made from. */
export interface Timed extends Judging {
  runs: readonly StudyRun[];
  variants: readonly { name: string; stepsPerEpoch?: number | undefined }[];
  baseline: string;
  reach: Reach;
}

type Unit = TimeUnit;
type Times = Record<Unit, number>;

/** A run until it reached the target, or until its end; `never` if it would not go on. */
interface Course {
  run: StudyRun;
  until: Times;
  reached: boolean;
  never: boolean;
}

/** The time to the target of each variant, by its name. */
export function timesToTarget({ runs, variants, baseline, reach, ...judging }: Timed): Map<string, TimeToTarget> {
  const courses = runs.flatMap((run) => {
    const { stepsPerEpoch = 1 } = variants.find(({ name }) => name === run.variant) ?? {};
    return courseOf(run, reach, stepsPerEpoch);
  });
  const horizon = { steps: horizonOf(courses, "steps"), seconds: horizonOf(courses, "seconds") };
  const timeOf = (course: Course, unit: Unit) =>
    course.reached ? Math.min(course.until[unit], horizon[unit]) : horizon[unit];
  const of = (variant: string) => courses.filter(({ run }) => run.variant === variant);
  const all = courses.every(({ reached }) => reached);
  return new Map(
    variants.map(({ name }) => {
      const own = of(name);
      const mean = (unit: Unit) => estimate(own.map((course) => timeOf(course, unit)));
      const pairs = (unit: Unit) =>
        own.flatMap((course): Pair[] => {
          const base = of(baseline).find(({ run }) => runName(run) === runName(course.run));
          const { seed, dataSeed } = course.run;
          const paired = dataSeed === undefined ? { seed } : { seed, dataSeed };
          return base === undefined ? [] : [{ ...paired, value: timeOf(course, unit), base: timeOf(base, unit) }];
        });
      const differ = (unit: Unit) => timeDifference(pairs(unit), judging);
      const time: TimeToTarget = {
        reached: own.filter(({ reached }) => reached).length,
        count: own.length,
        steps: mean("steps"),
        seconds: mean("seconds"),
        ...(!all && { horizon }),
        ...(name !== baseline &&
          pairs("steps").length > 0 && { difference: { steps: differ("steps"), seconds: differ("seconds") } }),
      };
      return [name, time];
    }),
  );
}

function timeDifference(pairs: readonly Pair[], judging: Judging): TimeDifference {
  const { mean, low, high, deviation, count, p } = differenceOf(pairs, { ...judging, margin: undefined });
  if (low === undefined || high === undefined || deviation === undefined || p === undefined) return { mean, count };
  return { mean, low, high, deviation, count, p };
}

function courseOf(run: StudyRun, reach: Reach, stepsPerEpoch: number): Course[] {
  const { history, stopped, failure } = run;
  if (stopped === undefined || failure === INTERRUPTED || stopped.reason === "aborted") return [];
  const at = history.findIndex((epoch) => isReached(epoch, reach));
  const until = at < 0 ? history : history.slice(0, at + 1);
  const seconds = until.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const never = stopped.reason === "early stopping" || stopped.reason === "diverged";
  return [{ run, until: { steps: until.length * stepsPerEpoch, seconds }, reached: at >= 0, never }];
}

function isReached({ validation }: Epoch, { metric, value, higherIsBetter }: Reach): boolean {
  const measured = validation?.[metric];
  if (measured === undefined || !Number.isFinite(measured)) return false;
  return higherIsBetter ? measured >= value : measured <= value;
}

/** The shortest of the runs that ended too soon to tell; without any, the longest time of all. */
function horizonOf(courses: readonly Course[], unit: Unit): number {
  const censored = courses.filter(({ reached, never }) => !reached && !never).map(({ until }) => until[unit]);
  return censored.length > 0 ? Math.min(...censored) : Math.max(0, ...courses.map(({ until }) => until[unit]));
}
