import { signal } from "@preact/signals";
import type { Work } from "../address/work-of.ts";
import type { Experiment } from "../experiment.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { addressRead, refusedAddress } from "./follow-address.ts";
import { isAsPlanned } from "./is-as-planned.ts";

/** A race that a person is asked about first, since much is computed; another experiment is another question. */
export interface Waiting {
  experiment: Experiment;
  work: Work;
  start(): void;
}

export const waiting = signal<Waiting | undefined>(undefined);

/** What was agreed to, whatever its seeds. */
let agreed = "";

/**
 * Begins the race that the address asks for, unless it is so much work that a person is asked first. Experiments of chapters
 * are known to be small.
 */
export async function beginRace(race: Race, begin: () => void): Promise<void> {
  waiting.value = undefined;
  await addressRead();
  const experiment = race.experiment.value;
  const asked = JSON.stringify({ ...experiment, seed: 0 });
  let work: Work | undefined;
  try {
    work = agreed === asked || isAsPlanned(experiment) ? undefined : await muchWork(experiment);
  } catch {
    refusedAddress.value = texts().shell.plots.failed; // what would ask first is missing
    return;
  }
  if (race.experiment.value !== experiment) return; // changed meanwhile, so this is not what was meant
  if (work === undefined) return begin();
  const start = () => {
    agreed = asked;
    waiting.value = undefined;
    begin();
  };
  waiting.value = { experiment, work, start };
}

async function muchWork(experiment: Experiment): Promise<Work | undefined> {
  const { isMuch, workOf } = await import("../address/work-of.ts");
  const work = await workOf(experiment).catch(() => undefined); // the race says what is wrong with it
  return work !== undefined && isMuch(work) ? work : undefined;
}
