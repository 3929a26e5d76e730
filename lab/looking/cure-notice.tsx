import { useState } from "preact/hooks";
import type { Experiment } from "../experiment.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";

interface Cured {
  before: Experiment;
  after: Experiment;
  what: string;
}

/** Says what a cure has changed, as long as it is so, and takes it back. */
export function CureNotice({ race, cured }: { race: Race; cured: Cured | undefined }) {
  const words = texts().doctor;
  const [undone, setUndone] = useState<Cured>();
  const now = race.experiment.value;
  if (cured === undefined) return null;
  if (undone === cured && same(now, cured.before))
    return (
      <p class="message note" role="status">
        {words.undone}
      </p>
    );
  if (!same(now, cured.after)) return null;
  const waits = race.status.value === "idle";
  return (
    <div class="message note" role="status">
      <p>{words.applied(cured.what)}</p>
      <p class="cure-choices">
        {waits && (
          <button type="button" class="button primary" onClick={() => race.start()}>
            {words.start}
          </button>
        )}
        <button
          type="button"
          class="button"
          onClick={() => {
            setUndone(cured);
            race.set(cured.before);
          }}
        >
          {words.undo}
        </button>
      </p>
    </div>
  );
}

function same(one: Experiment, other: Experiment): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
