import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { toRace } from "./keys.ts";

/** Data with points of a plane that each experiment can be tried with. */
const OFFERED = ["moons({ noise: 0.3 })", "circles", "spirals"];

/** Where a decision surface would stand, for data that have none: the same experiment with points of the plane. */
export function PlaneOffer({ race }: { race: Race }) {
  const words = texts().shell.plane;
  const choose = (data: string) => {
    race.data.value = undefined;
    const { base, ...experiment } = race.experiment.value;
    race.set({ ...experiment, base: { ...base, data } });
    toRace();
  };
  return (
    <div class="plane-offer">
      <p>{words.why}</p>
      <p class="buttons">
        {OFFERED.map((data) => (
          <button key={data} type="button" class="button" onClick={() => choose(data)}>
            {words.try(/^\w+/.exec(data)?.[0] ?? data)}
          </button>
        ))}
      </p>
    </div>
  );
}
