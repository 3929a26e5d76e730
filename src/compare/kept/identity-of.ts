import { checksum } from "../../files/checksum.ts";
import type { Weights } from "../../formats/weights.ts";
import { defined } from "../../options/defined.ts";
import { VERSION } from "../../version.ts";
import type { PreparedVariant } from "../prepared-variant.ts";
import { dataChecksums } from "./data-checksums.ts";
import type { Identity } from "./kept-runs.ts";

/** By which a study is known again, whatever its seeds. The code of tricks and models of one's own is not seen, only their names and options. */
export function identityOf(variants: readonly PreparedVariant[], backend: string): Identity {
  const described = variants.map(({ name, settings, config, model, given, data }) => {
    const { seed: _, ...others } = settings;
    const { seed: __, ...training } = config;
    const weights = given && weightsChecksum(given);
    return [name, { settings: others, training, model, ...defined({ weights }), samples: dataChecksums(data) }];
  });
  const identity = { evenkeel: VERSION, backend, variants: Object.fromEntries(described) };
  return JSON.parse(JSON.stringify(identity)); // tricks as their JSON
}

function weightsChecksum(weights: Weights): string {
  return checksum(JSON.stringify(Object.entries(weights).map(([name, numbers]) => [name, checksum(numbers)])));
}
