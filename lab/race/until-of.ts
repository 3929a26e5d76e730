import type { ArmName } from "../protocol.ts";

/** How far a side is, in its run under way. */
export interface Progress {
  /** Whether it is the run that is seen; else one of further seeds. */
  isFirst: boolean;
  step: number;
  /** How many steps it will have; undefined before it has begun. */
  steps: number | undefined;
  /** Seconds that a step takes; undefined before some were taken. */
  perStep: number | undefined;
}

/** How the two go on: freely; or not beyond a step, where they were paused, step one by one, or go slowly. */
export interface Going {
  /** The step that the two may go up to. */
  limit: number;
  /** Whether further seeds wait too. */
  held: boolean;
}

/** Seconds that one side may be ahead of the other. */
const AHEAD = 0.1;

/** The step up to which a side may go, with the other one beside it, if that is still under way. */
export function untilOf(arm: ArmName, runs: Record<ArmName, Progress | undefined>, { limit, held }: Going): number {
  const own = runs[arm];
  const other = runs[arm === "a" ? "b" : "a"];
  if (own === undefined) return 0;
  if (!own.isFirst) return held ? 0 : Number.POSITIVE_INFINITY;
  if (other?.isFirst !== true) return limit;
  if (own.steps === undefined || other.steps === undefined) return Math.min(limit, 1); // both see their first step first
  if (own.steps !== other.steps) return limit;
  return Math.min(limit, other.step + Math.max(1, Math.floor(AHEAD / (own.perStep ?? AHEAD))));
}
