import type { Command } from "commander";
import { DATASET_PARTS, type DatasetPart } from "../../data/dataset.ts";
import { usageError } from "../../errors.ts";
import { oneOf } from "../../options.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { loadModel } from "../../saved/load-model.ts";
import { readValue } from "../recipe-flags.ts";
import type { DataRequest } from "./given-data.ts";
import { readTricks } from "./read-tricks.ts";

/** Adds the flags that say which model is to look at which data. */
export function addDataFlags(command: Command): void {
  command
    .argument("<model>", "the file of a model or of a run, such as evenkeel train --save writes")
    .option(
      "--data <value>",
      'the data: the path of a table or of a folder of images, - for a table on standard input, a name such as digits, or an expression such as csv("new.csv", { decimal: "," })',
    )
    .option(
      "--part <value>",
      `which set of data other than a table: ${DATASET_PARTS.join(", ")} (default: test, or all)`,
    )
    .option("--data-dir <value>", "the folder of the files of mnist and the like")
    .option("--use <file>", "a module that exports your own tricks that are in the model");
}

/** The model of a file, and the data that flags name. */
export async function savedModel(
  file: string,
  flags: Readonly<Record<string, string | boolean>>,
): Promise<{ model: TrainedModel; request: DataRequest }> {
  const { data, part, dataDir, use: module } = flags;
  if (typeof data !== "string")
    throw usageError({
      where: "--data",
      expected: "the data, such as --data new.csv",
      received: "none",
    });
  const use = typeof module === "string" ? await readTricks(module) : undefined;
  const request = {
    data,
    part: typeof part === "string" ? (readValue("--part", PART, part) as DatasetPart) : undefined,
    directory: typeof dataDir === "string" ? dataDir : undefined,
    use,
  };
  return { model: await loadModel(file, { use }), request };
}

const PART = oneOf(DATASET_PARTS, "test", "which set");
