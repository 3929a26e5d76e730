import { useEffect, useRef, useState } from "preact/hooks";
import { errorText } from "../error-text.ts";
import type { ArmName } from "../experiment.ts";
import type { Race } from "../race/race.ts";

/** Probabilities of the classes, or words where a network read nothing; undefined: there is no network yet. */
export type Readings = Partial<Record<ArmName, Float32Array | string>>;

/** Milliseconds from one reading to the next while networks train. */
const PAUSE = 500;

/** Milliseconds until it is tried again, while a network still reads what was there before. */
const BUSY = 30;

/** What both networks read, as they are or were at the step that is shown: at once, and again and again while they train. One question is under way at a time. */
export function useReadings(race: Race, pixels: Float32Array | undefined): Readings {
  const [readings, setReadings] = useState<Readings>({});
  const busy = useRef(false);
  const { a, b, status } = race;
  const step = race.shown.value;
  const moves = ["preparing", "running", "paused"].includes(status.value);
  const runs = [a, b].map(({ value }) => `${value?.facts !== undefined} ${value?.run !== undefined}`).join();
  useEffect(() => {
    if (pixels === undefined) return;
    let timer = 0;
    let latest = true;
    const again = async () => {
      if (!busy.current) {
        busy.current = true;
        const [ofA, ofB] = await Promise.all([readingOf(race, "a", pixels, step), readingOf(race, "b", pixels, step)]);
        busy.current = false;
        setReadings({ ...(ofA && { a: ofA }), ...(ofB && { b: ofB }) });
        if (!latest || !moves || step !== undefined) return;
        timer = window.setTimeout(again, PAUSE);
      } else timer = window.setTimeout(again, BUSY);
    };
    again();
    return () => {
      latest = false;
      clearTimeout(timer);
    };
  }, [race, pixels?.join(), moves, runs, step]);
  return readings;
}

async function readingOf(
  race: Race,
  arm: ArmName,
  pixels: Float32Array,
  step: number | undefined,
): Promise<Float32Array | string | undefined> {
  const facts = race[arm].value?.facts;
  if (facts === undefined) return undefined;
  try {
    return (await race.read(arm, Float32Array.from(pixels), [1, ...facts.inputShape], step)).outputs;
  } catch (error) {
    return errorText(error);
  }
}

/** The class of the largest probability. */
export function mostLikely(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) if ((probabilities[i] ?? 0) > (probabilities[best] ?? 0)) best = i;
  return best;
}
