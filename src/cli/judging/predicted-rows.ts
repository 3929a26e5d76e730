import type { Task } from "../../data/task.ts";
import type { OutputMeaning } from "../../model/output-meaning.ts";
import { defined } from "../../options/defined.ts";
import { byName } from "../../predict/by-name.ts";
import { chosenClass } from "../../predict/chosen-class.ts";
import type { OutputPrediction, PredictRowsOptions, RowPrediction } from "../../predict/prediction.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import type { GivenData } from "./given-data.ts";

/** The predictions of a saved model for rows of a table, or for other samples, in their order. */
export async function predictedRows(
  model: TrainedModel,
  given: GivenData,
  options: PredictRowsOptions,
): Promise<RowPrediction[]> {
  if ("table" in given) return model.predictRows(given.table, options);
  const { outputs = {}, ...all } = await model.predict(given.samples.inputs, options);
  const { predictions, loss } = model;
  if (loss.heads === undefined) return rowsOf({ ...all, predictions, task: model.parts.task });
  const heads = loss.heads.tasks.map(({ place: { name }, task, predictions }) => ({
    name,
    rows: rowsOf({ ...outputs[name], predictions, task }),
  }));
  return Array.from({ length: all.shape[0] }, (_, i) => ({
    outputs: Object.fromEntries(heads.map(({ name, rows }) => [name, rows[i]])),
  }));
}

/** What one output says, and what that means. */
type Said = OutputPrediction & { predictions: OutputMeaning | undefined; task: Task | undefined };

function rowsOf({ data, shape: [count], classes, predictions, task }: Said): RowPrediction[] {
  const width = data.length / Math.max(1, count);
  const yesOrNo = width === 1 && predictions === "sigmoid";
  const isOne = task !== "multilabel" && (yesOrNo || predictions === "softmax");
  return Array.from({ length: count }, (_, i): RowPrediction => {
    const row = data.subarray(i * width, (i + 1) * width);
    if (!isOne) {
      const key = predictions === undefined ? "values" : "probabilities";
      return { [key]: byName(classes, row) };
    }
    const { scores, label } = chosenClass(row, yesOrNo);
    return {
      class: classes?.[label] ?? String(label),
      ...defined({ probability: scores[label], probabilities: byName(classes, scores) }),
    };
  });
}
