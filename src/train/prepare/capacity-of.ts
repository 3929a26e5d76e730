import { type Dataset, sampleCount } from "../../data/dataset.ts";
import type { TargetPart } from "../../data/layout.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { BuiltLayer } from "../../model/layer.ts";

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

/** The report of a model that is built already. */
export function capacityOf(
  { parameters: specs, outputShape }: BuiltLayer,
  { train, classes, layout, stream }: Dataset,
): Capacity {
  const parameters = Object.values(specs).reduce((count, { shape }) => count + sizeOf(shape), 0);
  const samples = stream?.samples ?? sampleCount(train);
  const perSample = classes?.length ?? layout?.targets?.reduce((sum, part) => sum + numbersOf(part), 0);
  const constraints = samples * (perSample ?? sizeOf(outputShape));
  const level =
    10 * parameters <= samples ? "ample data" : parameters <= constraints ? "comparable" : "over-parameterised";
  const counted = `${whole(parameters)} parameters for ${whole(samples)} training samples`;
  const rounded = `${Number((parameters / samples).toPrecision(2))} a sample`;
  return {
    parameters,
    samples,
    constraints,
    parametersPerSample: parameters / samples,
    level,
    explanation: `${counted}, ${rounded}: ${EXPLANATIONS[level](whole(constraints))}`,
  };
}

/** The numbers that one of several targets asks for: one for each class, or for each real number. */
function numbersOf({ classes, shape }: TargetPart): number {
  return classes?.length ?? sizeOf(shape);
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
