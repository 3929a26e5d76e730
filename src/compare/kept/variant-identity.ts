import { checksum } from "../../files/checksum.ts";
import type { Weights } from "../../formats/weights.ts";
import { defined } from "../../options/defined.ts";
import type { PreparedVariant } from "../prepared-variant.ts";
import { dataChecksums } from "./data-checksums.ts";

/** What makes the runs of a variant what they are, whatever their seeds and its name. */
export function variantIdentity({
  settings,
  config,
  model,
  given,
  data,
  measureTraining,
}: PreparedVariant): Record<string, unknown> {
  const { seed: _, ...others } = settings;
  const { seed: __, ...training } = config;
  const weights = given && weightsChecksum(given);
  const identity = {
    settings: others,
    training,
    model,
    ...defined({ weights }),
    ...(measureTraining && { measureTraining }),
    samples: dataChecksums(data),
  };
  return JSON.parse(JSON.stringify(identity)); // tricks as their JSON
}

/** By which a variant is known again, among any others. */
export function variantChecksum(variant: PreparedVariant): string {
  return checksum(JSON.stringify(variantIdentity(variant)));
}

function weightsChecksum(weights: Weights): string {
  return checksum(JSON.stringify(Object.entries(weights).map(([name, numbers]) => [name, checksum(numbers)])));
}
