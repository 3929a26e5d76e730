import * as v from "valibot";
import type { BackendName } from "../../backend/backend.ts";
import type { EngineFacts } from "../../backend/engine-facts.ts";
import { backendNames } from "../../backend/open.ts";
import { nodeModule } from "../../node-module.ts";
import { plainRecipe } from "../../recipe/own-tricks.ts";
import { VERSION } from "../../version.ts";
import type { RunJob } from "../executor.ts";
import { variantIdentity } from "../kept/variant-identity.ts";

/** The version of messages. */
const FORMAT = 1;

/** One run, as a queue has it. */
const runMessage = v.object({
  format: v.literal(FORMAT),
  /** The version that asks for it, and how its engine computes: another one may give other bits. */
  evenkeel: v.string(),
  engine: v.object({ multiplyAdd: v.picklist(["fused", "separate", "none"]), math: v.exactOptional(v.string()) }),
  backend: v.picklist(backendNames as [BackendName, ...BackendName[]]),
  /** For people: its bits do not depend on it. */
  variant: v.string(),
  seed: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  recipe: v.record(v.string(), v.unknown()),
  /** What the recipe has to come to where it is carried out, the checksums of its data among it. */
  identity: v.record(v.string(), v.unknown()),
});
export type RunMessage = v.InferOutput<typeof runMessage>;

/** The message that asks for a run. */
export function runMessageOf({ variant, seed }: RunJob, engine: EngineFacts, backend: BackendName): RunMessage {
  return {
    format: FORMAT,
    evenkeel: VERSION,
    engine,
    backend,
    variant: variant.name,
    seed,
    recipe: plainRecipe(variant.recipe),
    identity: variantIdentity(variant),
  };
}

/** @throws an error that says what is wrong with a message. */
export function readRunMessage(data: unknown): RunMessage {
  return v.parse(runMessage, data);
}

/** By which a run is known in every queue: whatever its bits depend on, and nothing else. */
export async function runId({ variant: _, recipe: __, ...what }: RunMessage): Promise<string> {
  const { createHash } = await nodeModule("node:crypto");
  return createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 40);
}

/** The queue of runs that need this version and machines that add products in this way: "0.1.0-fused". */
export function queueName({ multiplyAdd }: Pick<EngineFacts, "multiplyAdd">): string {
  return `${VERSION}-${multiplyAdd}`;
}

/** Keys in the server begin with it. */
export const PREFIX = "evenkeel";
