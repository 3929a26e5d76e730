import type { StudyRun } from "./study.ts";

/** By which a run is paired with that of another variant, and named: "seed 3", or "seed 3 on split 2". */
export function runName({ seed, dataSeed }: Pick<StudyRun, "seed" | "dataSeed">): string {
  return dataSeed === undefined ? `seed ${seed}` : `seed ${seed} on split ${dataSeed}`;
}
