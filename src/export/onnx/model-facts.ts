import { featureNames } from "../../data/table/features-of.ts";
import { defined } from "../../options/defined.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { VERSION } from "../../version.ts";
import { columnInputs, numbersOf } from "./column-inputs.ts";
import type { OnnxValue } from "./onnx-model.ts";
import { ONE_INPUT } from "./record-prediction.ts";

/** What a model takes: columns of a table, several inputs by name, or one. */
export function onnxInputs({ parts }: TrainedModel, byColumn: boolean): OnnxValue[] {
  const { columns, layout, inputShape } = parts;
  if (columns !== undefined && byColumn) return columnInputs(columns);
  if (layout?.inputs !== undefined)
    return layout.inputs.map(({ name, shape }) => ({ name, type: "float", shape: ["batch", ...shape], doc: AS_GIVEN }));
  const type = columns === undefined ? "float" : numbersOf(columns);
  const doc = columns === undefined ? AS_GIVEN : `${AS_GIVEN} The features: ${featureNames(columns).join(", ")}.`;
  return [{ name: ONE_INPUT, type, shape: ["batch", ...inputShape], doc }];
}

const AS_GIVEN = "Numbers as they were given for training; the model scales them.";

/** What programs may want to know: text as it is, all else as JSON. */
export function onnxMetadata({ classes, parts, columns, predictions, loss }: TrainedModel): Record<string, string> {
  const targets = columns?.targets ?? parts.layout?.targets;
  const facts = defined({
    evenkeel: VERSION,
    task: parts.task,
    predictions,
    loss: loss.name,
    classes,
    targets,
    features: columns && featureNames(columns),
  });
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
