import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Experiment } from "../experiment.ts";
import type { Race } from "../race/race.ts";

/** Changes of an experiment, which can be taken back. */
export interface Edits {
  edit(experiment: Experiment): void;
  undo(): void;
  readonly canUndo: ReadonlySignal<boolean>;
}

/** What was before, up to so many changes. */
const MOST = 100;

export function editsOf(race: Pick<Race, "experiment" | "set">): Edits {
  const past = signal<readonly Experiment[]>([]);
  // What was before in another chapter is not this one's past.
  const own = computed(() => {
    const { chapter, which } = race.experiment.value;
    return past.value.filter((one) => one.chapter === chapter && one.which === which);
  });
  return {
    edit(experiment) {
      if (JSON.stringify(experiment) === JSON.stringify(race.experiment.value)) return; // nothing to take back
      past.value = [...own.value, race.experiment.value].slice(-MOST);
      race.set(experiment);
    },
    undo() {
      const before = own.value.at(-1);
      if (before === undefined) return;
      past.value = own.value.slice(0, -1);
      race.set(before);
    },
    canUndo: computed(() => own.value.length > 0),
  };
}
