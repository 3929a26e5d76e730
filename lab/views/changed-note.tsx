import { plannedExperiment } from "../address/planned-experiment.ts";
import type { Chapter } from "../chapters/chapter.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { waiting } from "./begin-race.ts";
import { isLinked, refusedAddress } from "./follow-address.ts";
import { isAsPlanned } from "./is-as-planned.ts";
import { Later } from "./later.tsx";
import { loadWorkNote } from "./parts.ts";

/** Says what is not as the chapter's text has it, or as the address asked for, and leads back. */
export function ChangedNote({ race, chapter }: { race: Race; chapter: Chapter }) {
  const words = texts().shell;
  const experiment = race.experiment.value;
  const onBack = () => {
    waiting.value = undefined;
    race.set(plannedExperiment(chapter, experiment.which));
  };
  const asked = waiting.value?.experiment === experiment ? waiting.value : undefined;
  return (
    <>
      {refusedAddress.value !== undefined && (
        <div class="message" role="alert">
          <h4>{words.refused}</h4>
          <p class="error-text">{refusedAddress}</p>
        </div>
      )}
      {!isAsPlanned(experiment) && (
        <div class="message note changed">
          <p>{words.changed}</p>
          <button type="button" class="button" onClick={onBack}>
            {words.asWritten}
          </button>
        </div>
      )}
      {asked !== undefined && (
        <Later load={loadWorkNote} with={{ work: asked.work, linked: isLinked.value, onStart: asked.start, onBack }} />
      )}
    </>
  );
}
