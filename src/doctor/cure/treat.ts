import type { RecipeInput } from "../../recipe/recipe.ts";
import type { Finding } from "../finding.ts";
import type { CureTrial } from "./cure-trial.ts";
import { otherValues, type Prescription, prescriptions } from "./next-advice.ts";
import { unprovable } from "./unprovable.ts";
import { wholeChange, withChange } from "./with-change.ts";

/** What an examination says of a recipe. */
export interface Stand {
  readonly healthy: boolean;
  readonly findings: readonly Finding[];
}

/** Why a treatment ended. */
export type TreatmentEnd = "healthy" | "out of advice" | "rounds" | "interrupted";

/** How a recipe is examined and a change is put to the test. */
export interface Hands<S extends Stand> {
  examine(recipe: RecipeInput): Promise<S>;
  prove(recipe: RecipeInput, change: RecipeInput, prescription: Prescription): Promise<Proof>;
  /** Hears of each trial when it is over. */
  told(trial: CureTrial): void;
  /** The most studies. */
  rounds: number;
  signal?: AbortSignal | undefined;
}

type Proof = Pick<CureTrial, "study" | "kept" | "why">;

/** What became of a recipe. */
export interface Treatment<S extends Stand> {
  /** The examination of the recipe as it was given. */
  before: S;
  /** That of the cured recipe; absent where nothing was kept, or where it was interrupted first. */
  after?: S;
  recipe: RecipeInput;
  trials: readonly CureTrial[];
  ended: TreatmentEnd;
}

/**
 * Tries the advice on a recipe, one change at a time, each on what was kept before, and examines anew after each that
 * helped: until it is healthy, nothing is left to try, or the rounds are over. What did not help one recipe may help the next.
 * Where a value helped, the others that were advised for the same keys follow, as long as each is still better: a rate that
 * cures is seldom the best one.
 */
export async function treat<S extends Stand>(given: RecipeInput, hands: Hands<S>): Promise<Treatment<S>> {
  const before = await hands.examine(given);
  let [stand, recipe]: [S | undefined, RecipeInput] = [before, given];
  const trials: CureTrial[] = [];
  const tried = new Set<string>();
  let studies = 0;
  let others: readonly Prescription[] = [];
  const end = (ended: TreatmentEnd): Treatment<S> => ({
    before,
    ...(stand === undefined || stand === before ? {} : { after: stand }),
    ...{ recipe, trials, ended },
  });
  const isAborted = () => hands.signal?.aborted === true;
  if (isAborted()) return end("interrupted");
  while (!stand.healthy || others.length > 0) {
    const advised = stand.healthy ? others : [...others, ...prescriptions(stand.findings, recipe)];
    const next = advised.find((each) => !tried.has(keyOf(each, recipe)));
    if (next === undefined) return end(stand.healthy ? "healthy" : "out of advice");
    const reason = unprovable(recipe, next.advice.change as RecipeInput);
    if (reason === undefined && ++studies > hands.rounds) return end(stand.healthy ? "healthy" : "rounds");
    const trial = await tryOut(next, recipe, reason, hands).catch(unlessThen(isAborted));
    if (trial === undefined) return end("interrupted");
    tried.add(keyOf(next, recipe));
    trials.push(trial);
    hands.told(trial);
    others = trial.kept ? otherValues(next) : [];
    if (trial.kept) {
      recipe = withChange(recipe, next.advice.change as RecipeInput);
      const examined = isAborted() ? undefined : await hands.examine(recipe).catch(unlessThen(isAborted));
      stand = isAborted() ? undefined : examined; // half an examination says nothing
    }
    if (stand === undefined || isAborted()) return end("interrupted");
  }
  return end("healthy");
}

/** What an examination or a proof throws because it was interrupted loses nothing of what was proved; other errors are thrown. */
function unlessThen(isAborted: () => boolean): (error: unknown) => undefined {
  return (error) => {
    if (!isAborted()) throw error;
  };
}

async function tryOut<S extends Stand>(
  prescription: Prescription,
  recipe: RecipeInput,
  reason: string | undefined,
  { prove }: Hands<S>,
): Promise<CureTrial> {
  const { diagnosis } = prescription.finding;
  const { text, change, flags } = prescription.advice;
  const whole = wholeChange(recipe, change as RecipeInput);
  const proof = reason === undefined ? await prove(recipe, whole, prescription) : { kept: false, why: reason };
  return { diagnosis, advice: text, change, flags, ...proof };
}

/** The same change of the same recipe is tried once; what no recipe can say is told once for all recipes. */
function keyOf({ finding, advice }: Prescription, recipe: RecipeInput): string {
  return unprovable(recipe, advice.change as RecipeInput) === undefined
    ? JSON.stringify([recipe, advice.change])
    : JSON.stringify([finding.diagnosis, advice.text]);
}
