import type { ArmName } from "../experiment.ts";
import type { Race, RunState } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { whole } from "./written.ts";

/** How far one side is. */
export function Progress({ race, arm }: { race: Race; arm: ArmName }) {
  const words = texts().shell.race;
  const run = race[arm].value;
  const steps = (run?.facts?.epochs ?? 0) * (run?.facts?.stepsPerEpoch ?? 0);
  const done = run?.steps.at(-1)?.step ?? 0;
  return (
    <div class="progress">
      <progress
        aria-label={words.progress(arm.toUpperCase())}
        max={Math.max(steps, 1)}
        value={run?.run === undefined ? done : Math.max(steps, 1)}
      />
      <p class="small muted">{whereOf(run, done, steps)}</p>
    </div>
  );
}

function whereOf(run: RunState | undefined, done: number, steps: number): string {
  const words = texts().shell.race;
  const last = run?.steps.at(-1);
  if (run?.facts === undefined || last === undefined) return words.notBegun;
  if (run.run !== undefined && done < steps) return words.stoppedAt(whole(done), whole(steps));
  return words.at(last.epoch, run.facts.epochs, whole(done), whole(steps));
}
