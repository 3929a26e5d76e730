import { useEffect, useState } from "preact/hooks";
import { errorText } from "../error-text.ts";
import type { ArmName } from "../experiment.ts";
import type { Misread as Sample } from "../protocol.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Letter } from "../views/letter.tsx";
import { whole } from "../views/written.ts";
import { MisreadSample } from "./misread-sample.tsx";
import "./misread.css";

/** How many samples are shown of each side. */
const MOST = 12;

type Found = Partial<Record<ArmName, readonly Sample[] | string>>;

/** Test samples that each network gets wrong, side by side. */
export function Misread({ race }: { race: Race }) {
  const words = texts().doctor.misread;
  const [found, setFound] = useState<Found>();
  const ended = race.a.value?.run !== undefined && race.b.value?.run !== undefined;
  useEffect(() => {
    setFound(undefined);
    if (!ended) return;
    let wanted = true;
    Promise.all([samplesOf(race, "a"), samplesOf(race, "b")]).then(([a, b]) => wanted && setFound({ a, b }));
    return () => {
      wanted = false;
    };
  }, [race, ended, race.a.value?.run, race.b.value?.run]);
  if (!ended || found === undefined) return <p class="muted">{ended ? words.loading : words.later}</p>;
  return (
    <figure class="misread">
      <figcaption>{words.title}</figcaption>
      <div class="misread-sides">
        <SamplesOf race={race} arm="a" samples={found.a ?? []} others={found.b ?? []} />
        <SamplesOf race={race} arm="b" samples={found.b ?? []} others={found.a ?? []} />
      </div>
      <p class="muted small">{words.key}</p>
    </figure>
  );
}

interface SamplesProps {
  race: Race;
  arm: ArmName;
  samples: readonly Sample[] | string;
  others: readonly Sample[] | string;
}

function SamplesOf({ race, arm, samples, others }: SamplesProps) {
  const words = texts().doctor.misread;
  const letter = arm.toUpperCase();
  const classes = race[arm].value?.facts?.classes;
  if (typeof samples === "string") return <p class="message">{words.refused(letter, samples)}</p>;
  const alsoWrong = new Set(typeof others === "string" ? [] : others.map(({ index }) => index));
  return (
    <section>
      <h4>
        <Letter arm={arm} />{" "}
        {samples.length === 0 ? words.none(letter) : words.of(whole(samples.length), samples.length < MOST)}
      </h4>
      <ul>
        {samples.map((sample) => (
          <MisreadSample key={sample.index} sample={sample} classes={classes} both={alsoWrong.has(sample.index)} />
        ))}
      </ul>
    </section>
  );
}

async function samplesOf(race: Race, arm: ArmName): Promise<readonly Sample[] | string> {
  try {
    return await race.misread(arm, MOST);
  } catch (error) {
    return errorText(error);
  }
}
