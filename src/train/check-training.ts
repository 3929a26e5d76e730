import { checkOption, count } from "../options.ts";

/** @throws a usage error for a number of epochs, batch size or seed that cannot be. */
export function checkTraining(options: { epochs: number; batchSize: number; seed: number }): void {
  checkOption("train: epochs", count(undefined), options.epochs);
  checkOption("train: batchSize", count(undefined), options.batchSize);
  checkOption("train: seed", count(undefined, "", 0), options.seed);
}
