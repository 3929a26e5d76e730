import * as v from "valibot";
import { measuredNumber } from "../../train/run/measured-number.ts";
import { type Identity, KeptRuns } from "../kept/kept-runs.ts";
import { VARIANTS } from "./deep-network.ts";
import type { InitializationRun } from "./initialization-run.ts";

const schema: v.GenericSchema<unknown, InitializationRun> = v.object({
  scheme: v.string(),
  variant: v.picklist(VARIANTS),
  layers: v.array(v.object({ std: measuredNumber, gradientStd: measuredNumber })),
  saturated: v.exactOptional(measuredNumber),
  losses: v.array(measuredNumber),
  accuracy: v.exactOptional(measuredNumber),
  seconds: measuredNumber,
  failure: v.exactOptional(v.string()),
});

/** By which a network is known in its study. */
export function keyOf({ variant, scheme }: Pick<InitializationRun, "variant" | "scheme">): string {
  return JSON.stringify([variant, scheme]);
}

/** The networks that a folder has. @throws as `KeptRuns.open`. */
export async function keptNetworks(folder: string, identity: Identity): Promise<KeptRuns<InitializationRun>> {
  return KeptRuns.open<InitializationRun>(folder, identity, { schema, keyOf });
}
