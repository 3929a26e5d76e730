import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { IntervalPicture } from "./interval-picture.tsx";
import { verdictInWords } from "./verdict-in-words.ts";
import { metricName, written } from "./written.ts";

/** What can be concluded from the pairs so far, as `compare` says it, with the paired interval. */
export function VerdictView({ race }: { race: Race }) {
  const words = texts().shell.verdict;
  const study = race.study.value;
  const effect = study?.effects[1];
  const done = race.pairs.value.length;
  const { seeds } = race.experiment.value;
  return (
    <section class="verdict" aria-labelledby="verdict-title">
      <h3 id="verdict-title">
        {words.title}
        {done > 0 && (
          <span class="muted">
            {done < seeds ? `${words.soFar}, ` : ""}
            {words.of(done, seeds)}
          </span>
        )}
      </h3>
      {study === undefined || effect === undefined ? (
        <p class="muted">{words.none}</p>
      ) : (
        <>
          <p class="answer">{verdictInWords(study)}</p>
          {effect.difference !== undefined && Number.isFinite(effect.difference.mean) && (
            <IntervalPicture
              difference={effect.difference}
              metric={metricName(study.metric)}
              higherIsBetter={study.higherIsBetter}
              values={differences(race, study.metric)}
              write={(value, unit) =>
                written(value, study.unit === "share" ? "points" : "number", { signed: true, unit })
              }
            />
          )}
        </>
      )}
    </section>
  );
}

/** B − A on the test set, of each seed where both have a number. */
function differences(race: Race, metric: string): number[] {
  return race.pairs.value
    .map(({ a, b }) => (b.test?.[metric] ?? Number.NaN) - (a.test?.[metric] ?? Number.NaN))
    .filter(Number.isFinite);
}
