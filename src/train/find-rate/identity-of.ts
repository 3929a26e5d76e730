import { checksum } from "../../files/checksum.ts";
import { described } from "../../formats/described.ts";
import type { Weights } from "../../formats/weights.ts";
import { VERSION } from "../../version.ts";
import { dataChecksum } from "../checkpoint/data-checksum.ts";
import type { Training } from "../prepare/prepare-training.ts";
import { RUN_CONFIG } from "../run/run-keys.ts";

/** By which a range test is known again: a checksum of all that its losses depend on. */
export function identityOf(training: Training, asked: object, start: Weights): string {
  const { layer, data } = training;
  const config = { ...described(RUN_CONFIG, training), callbacks: [], dataChecksum: dataChecksum(data) };
  const weights = Object.entries(start).map(([name, numbers]) => [name, checksum(numbers)]);
  return checksum(JSON.stringify([VERSION, layer, config, asked, weights]));
}
