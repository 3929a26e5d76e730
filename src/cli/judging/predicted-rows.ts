import { defined } from "../../options/defined.ts";
import { byName } from "../../predict/by-name.ts";
import { chosenClass } from "../../predict/chosen-class.ts";
import type { RowPrediction } from "../../predict/prediction.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import type { GivenData } from "./given-data.ts";

/** The predictions of a saved model for rows of a table, or for other samples, in their order. */
export async function predictedRows(model: TrainedModel, given: GivenData): Promise<RowPrediction[]> {
  if ("table" in given) return model.predictRows(given.table);
  const { data, shape } = await model.predict(given.samples.inputs);
  const width = data.length / Math.max(1, shape[0]);
  const { classes, predictions } = model;
  const yesOrNo = width === 1 && predictions === "sigmoid";
  const isOne = model.parts.task !== "multilabel" && (yesOrNo || predictions === "softmax");
  return Array.from({ length: shape[0] }, (_, i): RowPrediction => {
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
