import { counted } from "../../compare/words/number-words.ts";
import { type Dataset, sampleCount } from "../../data/dataset.ts";
import { DATASET_PARTS } from "../../data/samples.ts";
import { taskOf } from "../../data/task-of.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { columnsText } from "../../report/columns-text.ts";
import { printable } from "../../report/words/printable.ts";
import type { Host } from "../host.ts";

/**
 * What is to be known before training, in sentences: what there is to learn, and whether that was guessed; how the samples
 * are split; the model, where none was given. For a table its columns come first, ready to be printed.
 * @param given the recipe as it was asked for; `whole` has what follows from the data filled in.
 */
export function beforeTraining(data: Dataset, given: Recipe, whole: Recipe): string[] {
  return [
    ...(data.table === undefined ? [] : [taskLine(data, given)]),
    splitLine(data, given),
    ...(given.model === undefined ? [modelLine(whole)] : []),
  ];
}

/** The columns of a table, as wide as the terminal; empty for other data. */
export function columnsOf(data: Dataset, host: Host): string {
  return columnsText(data, { color: host.outColors.isColorSupported, width: host.width });
}

/** "Task: classification of Class, 10 classes. Class has 10 different whole numbers …: --task regression" */
export function taskLine(data: Dataset, { task }: Recipe): string {
  const { classes, columns, table } = data;
  const targets = printable((columns?.targets ?? []).join(", "));
  const counted = classes === undefined ? "" : `, ${classes.length} classes`;
  const guesses = task === undefined ? (table?.plan.targets.hints ?? []) : [];
  const named = guesses.map((hint) => ` ${printable(hint.replace(/set task: "(\w+)"/, "give --task $1"))}`).join("");
  return `Task: ${taskOf(data)} of ${targets}${counted}.${named}`;
}

/** "Split: 240 to train, 52 to validate, 52 to test, classes in proportion (--data-seed 1)." */
function splitLine(data: Dataset, { group, order, dataSeed }: Recipe): string {
  const sizes = DATASET_PARTS.flatMap((part) => {
    const samples = data[part];
    return samples === undefined ? [] : [`${sampleCount(samples).toLocaleString("en")} ${PURPOSES[part]}`];
  });
  const how =
    group !== undefined
      ? `, no ${printable(group)} in two of them`
      : order !== undefined
        ? `, in the order of ${printable(order)}: the last to test`
        : data.table === undefined
          ? ""
          : `, at random${data.classes === undefined ? "" : " with classes in proportion"} (--data-seed\u00a0${dataSeed})`;
  return `Split: ${sizes.join(", ")}${how}.`;
}

const PURPOSES = { train: "to train", validation: "to validate", test: "to test" };

/** "Model: mlp with 64 and 64 hidden units, batch normalization, chosen for these data (--model chooses another); …" */
export function modelLine({ model, hidden, norm, epochs, maxSteps, earlyStopping }: Recipe): string {
  const layers = hidden === undefined ? "" : ` with ${hidden.join(" and ")} hidden units`;
  const normalized = norm === undefined || norm === "none" || hidden === undefined ? "" : `, ${norm} normalization`;
  const stops = typeof earlyStopping === "number" ? `, or ${earlyStopping} without a lower validation loss` : "";
  const span = epochs === undefined ? counted(maxSteps ?? 0, "step") : counted(epochs, "epoch");
  return `Model: ${model}${layers}${normalized}, chosen for these data (--model chooses another); up to ${span}${stops}.`;
}
