import { signal } from "@preact/signals";
import type { Epoch, Study } from "evenkeel";
import type { Pair } from "../chapters/chapter.ts";
import type { Experiment } from "../experiment.ts";
import type { OwnData } from "../own-data.ts";
import type { ArmName, EngineFacts } from "../protocol.ts";
import type { RaceStatus, RunState } from "./race.ts";

/** All that a race shows, as it is before anything was trained. */
export function raceSignals(experiment: Experiment) {
  const none = <T>() => signal<T | undefined>(undefined);
  return {
    experiment: signal(experiment),
    status: signal<RaceStatus>("idle"),
    a: none<RunState>(),
    b: none<RunState>(),
    behind: signal<readonly { arm: ArmName; seed: number; epochs: readonly Epoch[] }[]>([]),
    pairs: signal<readonly Pair[]>([]),
    study: none<Study>(),
    engine: none<EngineFacts>(),
    slow: signal(false),
    cursor: none<number>(),
    shown: none<number>(),
    data: none<OwnData>(),
  };
}
export type RaceSignals = ReturnType<typeof raceSignals>;

/** Forgets what was trained. */
export function clearSignals({ a, b, behind, pairs, study, cursor, shown }: RaceSignals): void {
  for (const one of [a, b, study, cursor, shown]) one.value = undefined;
  behind.value = [];
  pairs.value = [];
}
