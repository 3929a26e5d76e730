import { type EngineFacts, engineFacts } from "../../backend/engine-facts.ts";
import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import type { TrainOptions } from "../../train/train-options.ts";
import { VERSION } from "../../version.ts";
import { differencesOf } from "../kept/differences-of.ts";
import { variantIdentity } from "../kept/variant-identity.ts";
import { prepareVariant } from "../prepared-variant.ts";
import type { StudyRun } from "../study.ts";
import { studyRun } from "../study-run.ts";
import type { RecentData } from "./recent-data.ts";
import type { RunMessage } from "./run-message.ts";

/** Differences that are named. */
const MOST = 3;

/**
 * Carries out the run of a message. A run that fails is a result.
 * @throws an error for one that would not be the same run here: of another version, engine, or data.
 */
export async function carryOutMessage(
  message: RunMessage,
  data: RecentData,
  given: Pick<TrainOptions, "signal" | "onProgress">,
): Promise<StudyRun> {
  const { variant: name, seed, backend, identity } = message;
  demandSame(
    "version and engine",
    versionAndEngine(message),
    versionAndEngine({ evenkeel: VERSION, engine: await engineFacts(backend) }),
  );
  const host = { threads: 1, backend, ...given };
  const recipe = defineRecipe(message.recipe as RecipeInput);
  const variant = await prepareVariant(
    { name, changes: {}, recipe },
    await data.of(recipe),
    undefined,
    undefined,
    host,
  );
  try {
    demandSame("run", identity, variantIdentity(variant));
  } catch (error) {
    data.forget(recipe);
    throw error;
  }
  return studyRun(variant, seed, host);
}

function versionAndEngine({ evenkeel, engine }: { evenkeel: string; engine: EngineFacts }) {
  return { evenkeel, "multiply-and-add": engine.multiplyAdd, ...defined({ Math: engine.math }) };
}

/** @throws a usage error that says in what a run would be another one here. */
function demandSame(what: string, there: object, here: object): void {
  const differences = differencesOf(there, here);
  if (differences.length === 0) return;
  const others = differences.length > MOST ? [`${differences.length - MOST} more`] : [];
  throw usageError({
    where: "worker",
    expected: `the same ${what} as where the study is`,
    received: [...differences.slice(0, MOST), ...others].join("; "),
    fix:
      what === "run"
        ? "Put the same files at the same place on this machine."
        : "Install the same version of evenkeel on both, and use machines and versions of Node.js that compute alike.",
  });
}
