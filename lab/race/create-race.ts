import type { Experiment } from "../experiment.ts";
import { language } from "../texts/language.ts";
import { Conductor } from "./conductor.ts";
import type { PageLike } from "./hidden.ts";
import type { WorkerLike } from "./lane.ts";
import type { Race } from "./race.ts";
import { raceSignals } from "./race-signals.ts";

/**
 * A race of two workers, which are started at once, so that they are warm when it begins.
 * @param spawn starts a worker.
 * @param page tells whether it is hidden: the race waits meanwhile. The document by default.
 */
export function createRace(
  first: Experiment,
  spawn: () => WorkerLike,
  page: PageLike | undefined = globalThis.document,
): Race {
  const signals = raceSignals(first);
  const { experiment, data, status } = signals;
  const conductor = new Conductor(signals, spawn, page);
  conductor.prepare();
  let files = data.value;
  const unwatchData = data.subscribe((now) => {
    if (now === files) return;
    files = now;
    conductor.clear();
    conductor.prepare();
  });
  let shown = language.value;
  const unwatchLanguage = language.subscribe((now) => {
    if (now !== shown) conductor.reseed();
    shown = now;
  });
  return {
    ...signals,
    set(next) {
      const before = experiment.value;
      if (JSON.stringify(next) === JSON.stringify(before)) return;
      experiment.value = next;
      if (JSON.stringify({ ...next, seeds: before.seeds }) === JSON.stringify(before)) return conductor.reseed();
      conductor.clear();
      conductor.prepare();
    },
    start() {
      if (status.value === "paused") conductor.tempo.goOn();
      else if (!conductor.isUnderWay) conductor.begin();
    },
    pause: () => conductor.tempo.pause(),
    step() {
      if (!conductor.isUnderWay) conductor.begin();
      conductor.tempo.step();
    },
    setSlow: (on) => conductor.tempo.setSlow(on),
    again(seed = experiment.value.seed) {
      experiment.value = { ...experiment.value, seed };
      conductor.begin();
    },
    read: (arm, inputs, shape, step) =>
      conductor.lane(arm).ask({ kind: "read", inputs, shape, ...(step !== undefined && { step }) }),
    lookAt: async (arm, step) => (await conductor.lane(arm).ask({ kind: "look", step })).look,
    misread: async (arm, most) => (await conductor.lane(arm).ask({ kind: "misread", most })).samples,
    save: (arm, form) => conductor.lane(arm).ask({ kind: "save", form }),
    close() {
      unwatchData();
      unwatchLanguage();
      conductor.close();
    },
  };
}
