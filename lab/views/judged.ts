import type { ClaimNumber, ClaimState, Plan } from "../chapters/chapter.ts";
import { type OtherwiseMeasured, otherwiseMeasured } from "../claims/otherwise-measured.ts";
import type { Race } from "../race/race.ts";
import { otherwiseNumbers } from "./otherwise-numbers.ts";

/** What the pairs so far say of a claim. */
interface Judged {
  state: ClaimState;
  numbers: ClaimNumber[];
  /** What they say instead, where their data have no accuracy for the claim to be about. */
  otherwise: OtherwiseMeasured | undefined;
}

/** What the pairs so far say of the claim of a plan. */
export function judged(race: Race, { claim }: Plan): Judged {
  const pairs = race.pairs.value;
  const study = race.study.value;
  const state = pairs.length < claim.pairs ? "notYet" : claim.judge(pairs, study);
  const otherwise = state === "notYet" ? otherwiseMeasured(pairs, study) : undefined;
  if (otherwise !== undefined) return { state, numbers: otherwiseNumbers(otherwise), otherwise };
  return { state, numbers: pairs.length === 0 ? [] : claim.numbers(pairs, study), otherwise };
}
