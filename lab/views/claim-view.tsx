import type { ClaimNumber, Plan, PlanText } from "../chapters/chapter.ts";
import type { OtherwiseMeasured } from "../claims/otherwise-measured.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Icon } from "./icon.tsx";
import { judged } from "./judged.ts";
import { Letter } from "./letter.tsx";
import { RichText } from "./rich-text.tsx";
import { metricName, written } from "./written.ts";

/** The sentence of a chapter that the numbers decide, and whether they have. */
export function ClaimView(props: { race: Race; plan: Plan; text: PlanText; labels: Readonly<Record<string, string>> }) {
  const { race, plan, text, labels } = props;
  const words = texts().shell.claim;
  const { state, numbers, otherwise } = judged(race, plan);
  return (
    <section class={`claim ${state}`} aria-labelledby="claim-title">
      <h3 id="claim-title">{words.title}</h3>
      <div class="sentence">
        <RichText text={text.claim} />
      </div>
      <p class={`state ${state}`}>
        <Icon name={state} /> {otherwise === undefined ? words[state] : words.otherwise.state}
      </p>
      <div class="reason">
        {state === "notYet" ? <p>{whyNotYet(race, plan, otherwise)}</p> : <RichText text={text[state]} />}
        {state !== "notYet" && <SoFar race={race} />}
      </div>
      {numbers.length > 0 && (
        <dl class="claim-numbers" aria-label={words.numbers}>
          {numbers.map((number) => (
            <div key={`${number.label}/${number.arm}`}>
              <dt>
                <ArmOf number={number} /> {labels[number.label] ?? number.label}
              </dt>
              <dd>{written(number.value, number.as, { signed: number.arm === "both" })}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function ArmOf({ number: { arm } }: { number: ClaimNumber }) {
  if (arm !== "both") return <Letter arm={arm} />;
  return (
    <>
      <span class="unseen">{texts().shell.claim.both}: </span>
      <span aria-hidden="true" class="difference">
        B − A
      </span>
    </>
  );
}

function whyNotYet(race: Race, plan: Plan, otherwise: OtherwiseMeasured | undefined): string {
  const words = texts().shell.claim;
  if (otherwise !== undefined) {
    const { metric, pairs, ahead } = otherwise;
    const { why, one, more } = words.otherwise;
    return why(metricName(metric)) + (pairs === 1 ? one[ahead] : more[ahead](pairs));
  }
  const done = race.pairs.value.length;
  if (race.status.value === "idle") return words.start;
  return done < plan.claim.pairs ? words.wait(done, plan.claim.pairs) : words.undecided;
}

function SoFar({ race }: { race: Race }) {
  const done = race.pairs.value.length;
  const { seeds } = race.experiment.value;
  return done < seeds ? <p class="muted">{texts().shell.claim.soFar(done, seeds)}</p> : null;
}
