import type { ClaimState } from "../chapters/chapter.ts";

/** A sentence with several parts: one that is refuted refutes it, one that is open leaves it open. */
export function allHold(...states: readonly ClaimState[]): ClaimState {
  return (["doesNotHold", "notYet"] as const).find((state) => states.includes(state)) ?? "holds";
}
