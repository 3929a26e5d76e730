import * as v from "valibot";
import { measuredNumber } from "../../train/run/measured-number.ts";
import { epoch, measures, stopped, testMeasures } from "../../train/run/run-schema.ts";
import type { PreparedVariant } from "../prepared-variant.ts";
import type { StudyRun } from "../study.ts";
import type { StudyEngine } from "../study-engine.ts";
import { identityOf } from "./identity-of.ts";
import { KeptRuns } from "./kept-runs.ts";

/** A run as JSON, read back. */
export const studyRunSchema = v.object({
  variant: v.string(),
  seed: v.number(),
  history: v.array(epoch),
  test: v.exactOptional(testMeasures),
  baseline: v.exactOptional(measures),
  trained: v.exactOptional(measures),
  stopped: v.exactOptional(stopped),
  steps: v.exactOptional(v.number()),
  seconds: measuredNumber,
  failure: v.exactOptional(v.string()),
}) as v.GenericSchema<unknown, StudyRun>;

/** By which a run is known in its study. @param of what its variant is known by, if not by its name. */
export function keyOf({ variant, seed }: Pick<StudyRun, "variant" | "seed">, of?: string): string {
  return JSON.stringify(of === undefined ? [variant, seed] : [variant, seed, of]);
}

/** The runs of a comparison that a folder has. @throws as `KeptRuns.open`. */
export async function keptStudy(
  folder: string,
  variants: readonly PreparedVariant[],
  { backend, said }: StudyEngine,
): Promise<KeptRuns<StudyRun>> {
  return KeptRuns.open<StudyRun>(folder, identityOf(variants, backend), { schema: studyRunSchema, keyOf }, said);
}
