import { describeModel, modelShapes } from "../predict/model-file.ts";
import type { TrainedModel } from "../predict/trained-model.ts";
import { VERSION } from "../version.ts";

/** A model as JSON: its description, and every weight by name with its shape and its numbers, row by row. */
export function modelJson({ parts }: TrainedModel): string {
  const shapes = modelShapes(parts);
  const weights = Object.entries(parts.weights).map(([name, numbers]) => [
    name,
    { shape: shapes[name] ?? [numbers.length], data: Array.from(numbers) },
  ]);
  return JSON.stringify({ evenkeel: VERSION, model: describeModel(parts), weights: Object.fromEntries(weights) });
}
