import type { Dataset, Samples, TrainedModel } from "evenkeel";
import type { RecipeJson } from "../experiment.ts";
import type { RunFacts } from "../protocol.ts";
import { planePointsOf } from "./plane-points.ts";

/** What is known of a run before its first step. */
export function factsOf(
  model: TrainedModel,
  data: Dataset,
  recipe: RecipeJson,
  run: Pick<RunFacts, "epochs" | "stepsPerEpoch">,
): RunFacts {
  const { metrics = [], classes, inputShape } = model.parts;
  const metric =
    metrics.find(({ name }) => name === recipe.metric) ?? (recipe.metric === "loss" ? undefined : metrics[0]);
  const points = planePointsOf(data);
  return {
    ...run,
    parameters: model.parameterCount,
    training: countOf(data.train),
    validation: countOf(data.validation),
    test: countOf(data.test),
    inputShape: [...inputShape],
    classes: classes && [...classes],
    metric: metric?.name ?? "loss",
    higherIsBetter: metric?.higherIsBetter ?? false,
    layers: layersOf(model),
    ...(points && { points }),
  };
}

function countOf(samples: Samples | undefined): number {
  return samples?.inputs.shape[0] ?? 0;
}

/** Paths of the layers that have weights: "0.dense". */
function layersOf({ parts: { weights } }: TrainedModel): string[] {
  return [...new Set(Object.keys(weights).map((name) => name.slice(0, Math.max(0, name.lastIndexOf("/")))))];
}
