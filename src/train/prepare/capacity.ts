import { expectDataset } from "../../data/checks/expect-dataset.ts";
import { type Dataset, inputShape, sampleCount } from "../../data/dataset.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { BuiltLayer, Layer } from "../../model/layer.ts";
import { layerOf } from "../../predict/layer-of.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { withColumns } from "./with-columns.ts";

/** How much a model could learn by heart, against how much there is to learn from. Plain JSON. */
export interface Capacity {
  /** Numbers that training adjusts. */
  parameters: number;
  /** Samples of the training set. */
  samples: number;
  /** Numbers that the training set asks for: samples × classes, or samples × targets of each. */
  constraints: number;
  /** Parameters divided by samples. */
  parametersPerSample: number;
  /**
   * "ample data": at least ten samples for each parameter. "comparable": in between. "over-parameterised": more parameters
   * than constraints.
   */
  level: "ample data" | "comparable" | "over-parameterised";
  /** In words, with what follows from it; a hint, not a verdict. */
  explanation: string;
}

/**
 * Parameters against training samples; a run has the same as `run.capacity`.
 *
 * The levels are those of the literature. Below one parameter for ten samples, about as many samples as W/ε
 * are there for an error of ε = 0.1 (Baum and Haussler 1989). Above as many parameters as samples × classes, a network can
 * usually fit the training set exactly: the interpolation threshold (Belkin et al. 2019; Nakkiran et al. 2020). Modern
 * networks often lie far beyond it and generalize all the same (Zhang et al. 2017), so the count says what *can* happen;
 * the validation loss says what does.
 * @throws a usage error for data that do not fit the model.
 * @example
 * const { level, explanation } = capacityReport(mlp(), data);
 */
export function capacityReport(model: Layer | TrainedModel, data: Dataset): Capacity {
  const layer = layerOf("capacityReport: model", model);
  expectDataset("capacityReport: data", data);
  return capacityOf(withColumns(layer, data).build(inputShape(data.train)), data);
}

/** The report of a model that is built already. */
export function capacityOf(
  { parameters: specs, outputShape }: BuiltLayer,
  { train, classes, stream }: Dataset,
): Capacity {
  const parameters = Object.values(specs).reduce((count, { shape }) => count + sizeOf(shape), 0);
  const samples = stream?.samples ?? sampleCount(train);
  const constraints = samples * (classes?.length ?? sizeOf(outputShape));
  const level =
    10 * parameters <= samples ? "ample data" : parameters <= constraints ? "comparable" : "over-parameterised";
  const counted = `${whole(parameters)} parameters for ${whole(samples)} training samples`;
  const perSample = `${Number((parameters / samples).toPrecision(2))} a sample`;
  return {
    parameters,
    samples,
    constraints,
    parametersPerSample: parameters / samples,
    level,
    explanation: `${counted}, ${perSample}: ${EXPLANATIONS[level](whole(constraints))}`,
  };
}

const EXPLANATIONS: Record<Capacity["level"], (constraints: string) => string> = {
  "ample data": () =>
    "at least ten samples for each parameter. Overfitting is unlikely; if the training loss stays high, a larger model may help.",
  comparable: (constraints) =>
    `fewer than the ${constraints} numbers to fit, but not by far. Watch the gap between training and validation loss.`,
  "over-parameterised": (constraints) =>
    `more than the ${constraints} numbers to fit, so it can learn them by heart. That is common and need not hurt, but ` +
    "the training loss says nothing then: go by the validation loss. Where it rises, try more data, augment, dropout, " +
    "weightDecay, earlyStopping, or fewer units.",
};

function whole(count: number): string {
  return count.toLocaleString("en");
}
