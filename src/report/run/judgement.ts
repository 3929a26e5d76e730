import type { Dataset, DatasetPart } from "../../data/dataset.ts";
import type { Task } from "../../data/task.ts";
import { confusionMatrix } from "../../model/measuring/confusion-matrix.ts";
import type { Predicted } from "../../model/predicted.ts";
import { defined } from "../../options/defined.ts";
import { type CalibrationBin, calibrationOf } from "./calibration-of.ts";
import { type Residuals, residualsOf } from "./residuals-of.ts";
import { type WrongSample, wrongSamples } from "./wrong-samples.ts";

/** How predictions of one output compare with what is true. Plain JSON. */
export interface Judgement {
  /** What there was to learn. */
  task: Task;
  /** The names of the classes. */
  classes?: readonly string[];
  /** How often each true class (row) was taken for each class (column). */
  confusion?: readonly (readonly number[])[];
  /** How often predictions of some confidence were right. */
  calibration?: readonly CalibrationBin[];
  /** Predicted against true values, for each target of a regression. */
  residuals?: readonly Residuals[];
  /** The samples that the model was most wrong about. */
  wrong: readonly WrongSample[];
}

/** A judgement as a page shows it. */
export interface Judged extends Judgement {
  /** The set that was judged. */
  judged?: DatasetPart | undefined;
  /** The name of the output, of several. */
  name?: string;
}

/** What there is to say of the predictions for one set; `names` are those of the targets. */
export async function judgementOf(
  predicted: Predicted,
  data: Dataset,
  part: DatasetPart,
  names: readonly string[] | undefined,
): Promise<Judgement> {
  const { task } = predicted;
  return {
    task,
    ...defined({ classes: data.classes }),
    ...(task === "classification" || task === "binary"
      ? { confusion: confusionMatrix(predicted), calibration: calibrationOf(predicted) }
      : task === "regression"
        ? { residuals: residualsOf(predicted, names) }
        : {}),
    wrong: await wrongSamples(predicted, data, part, names),
  };
}
