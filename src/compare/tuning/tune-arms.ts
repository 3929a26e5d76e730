import { defined } from "../../options/defined.ts";
import type { Execution } from "../execution.ts";
import { plainValue } from "../plain-value.ts";
import type { PreparedVariant } from "../prepared-variant.ts";
import { outcomeOf } from "../run-outcome.ts";
import type { StudyRun } from "../study.ts";
import type { Arm } from "./arm.ts";
import { isList } from "./draw-trials.ts";
import { TRIAL_OF, validationRow } from "./trial-run.ts";
import type { Trial, TunedArm, Tuning } from "./tuning.ts";
import { lengthOf, type TuningPlan } from "./tuning-plan.ts";

/** A trial of an arm while it is under way. */
interface Candidate {
  values: Record<string, unknown>;
  trial: Trial;
}

/**
 * Tunes every arm with the same trials, and gives the arms with what was best for each. An interruption leaves them as they were:
 * their runs do not begin.
 */
export async function tuneArms(
  arms: readonly Arm[],
  plan: TuningPlan,
  execution: Pick<Execution, "execute">,
): Promise<{ prepared: PreparedVariant[]; tuning: Tuning }> {
  const [{ prepared: first }] = arms;
  const { higherIsBetter, metric } = first.measured;
  const fields = arms.map((arm) => ({
    arm,
    all: plan.values.map((values): Candidate => ({ values, trial: { values: plainOf(values), rounds: [] } })),
  }));
  let running = fields.map(({ all }) => all);
  let interrupted = false;
  for (const { trials, share } of plan.rounds) {
    running = running.map((candidates) => candidates.slice(0, trials));
    const jobs = await Promise.all(
      fields.flatMap(({ arm }, i) => running[i].map((each) => shortened(arm, each.values, share, plan))),
    );
    const runs = await execution.execute(jobs.map((variant) => ({ variant, seed: plan.seed })));
    interrupted ||= runs.some((run) => ["interrupted", "not begun"].includes(outcomeOf(run, metric)));
    running.flat().forEach((candidate, i) => {
      candidate.trial.rounds.push({ share, ...judged(runs[i], metric) });
    });
    if (interrupted) break;
    running = running.map((candidates) => ranked(candidates, higherIsBetter));
  }
  const chosen = running.map(([best]) => (interrupted ? undefined : best.values));
  return {
    prepared: await Promise.all(
      arms.map(({ variant, prepared }, i) => {
        const values = chosen[i];
        return values === undefined ? prepared : plan.prepare(variant.with(values));
      }),
    ),
    tuning: {
      tuner: plan.tuner,
      tuned: plainOf(plan.space) as Tuning["tuned"],
      seed: plan.seed,
      judgedBy: `validation ${metric}`,
      budget: {
        trials: plan.values.length,
        runs: plan.rounds.reduce((sum, { trials }) => sum + trials, 0),
        wholeRuns: plan.rounds.reduce((sum, { trials, share }) => sum + trials * share, 0),
      },
      arms: fields.map(({ arm, all }, i): TunedArm => {
        const values = chosen[i];
        return {
          variant: arm.variant.name,
          ...defined({ chosen: values && plainOf(values) }),
          atEnd: values === undefined ? [] : endsOf(values, plan),
          trials: all.map(({ trial }) => trial),
        };
      }),
    },
  };
}

/** The arm with the values of a trial, trained for a share of its length. */
async function shortened(
  { variant, prepared }: Arm,
  values: Record<string, unknown>,
  share: number,
  { prepare }: TuningPlan,
): Promise<PreparedVariant> {
  const named = Object.entries(plainOf(values)).map(([key, value]) => `${key} ${value}`);
  const part = (length: number | undefined) =>
    length === undefined ? undefined : Math.max(1, Math.round(length * share));
  const { epochs, maxSteps } = prepared.training;
  const length = share === 1 ? {} : defined({ epochs: part(epochs), maxSteps: part(maxSteps) });
  const name = `${TRIAL_OF}${variant.name}: ${named.join(", ")}${share === 1 ? "" : `, ${part(lengthOf(prepared))} of ${lengthOf(prepared)}`}`;
  return prepare(variant.with({ ...values, ...length }, name));
}

/** What the validation set says. */
function judged(run: StudyRun, metric: string): Omit<Trial["rounds"][number], "share"> {
  if (run.failure !== undefined) return { failure: run.failure };
  const { [metric]: value, loss } = validationRow(run) ?? {};
  return defined({ value, loss });
}

/** The best first: by the metric, then by the loss; those that failed, or have no finite number, come last. */
function ranked(candidates: readonly Candidate[], higherIsBetter: boolean): Candidate[] {
  const worth = ({ trial }: Candidate): [number, number] => {
    const { value = Number.NaN, loss = Number.NaN } = trial.rounds[trial.rounds.length - 1];
    const signed = higherIsBetter ? value : -value;
    return [Number.isFinite(signed) ? signed : -Infinity, Number.isFinite(loss) ? -loss : -Infinity];
  };
  const compared = (a: number, b: number) => (a === b ? 0 : b > a ? 1 : -1);
  return candidates.toSorted((a, b) => {
    const [one, other] = [worth(a), worth(b)];
    return compared(one[0], other[0]) || compared(one[1], other[1]);
  });
}

/** Keys of ranges whose chosen value is the lowest or highest of all that were tried. */
function endsOf(chosen: Record<string, unknown>, { space, values }: TuningPlan): TunedArm["atEnd"] {
  return Object.keys(space)
    .filter((key) => !isList(space[key]))
    .flatMap((key): TunedArm["atEnd"] => {
      const tried = values.map((each) => each[key] as number);
      if (chosen[key] === Math.min(...tried)) return [{ key, end: "lowest" }];
      return chosen[key] === Math.max(...tried) ? [{ key, end: "highest" }] : [];
    });
}

function plainOf(values: object): Record<string, unknown> {
  return plainValue(values) as Record<string, unknown>;
}
