import { seedsOf } from "../experiment.ts";
import { isUnderWay } from "../race/is-under-way.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";

/** What the race is doing, and which of its seeds have finished: a mark for each, filled once both of its runs have ended. */
export function RaceState({ race }: { race: Race }) {
  const words = texts().shell.race;
  const { seeds } = race.experiment.value;
  const finished = race.pairs.value.map((pair) => pair.seed);
  const status = race.status.value;
  return (
    <div class="race-state">
      <p class={isUnderWay(status) ? "doing" : undefined}>{words.status[status]}</p>
      <ol class="seed-marks" aria-label={words.seedsDone(finished.length, seeds)}>
        {seedsOf(race.experiment.value).map((each) => (
          <li key={each} class={finished.includes(each) ? "finished" : undefined} title={words.seed(each)}>
            {each}
          </li>
        ))}
      </ol>
      <p class="muted">{words.seedsDone(finished.length, seeds)}</p>
      <p class="muted same">{words.same}</p>
    </div>
  );
}
