import type { DatasetPart } from "../../data/dataset.ts";
import { predictedHead } from "../../model/heads/predicted-head.ts";
import type { Loss } from "../../model/loss.ts";
import { measureWhole } from "../../model/measure-whole.ts";
import { confusionMatrix, MOST_CLASSES } from "../../model/measuring/confusion-matrix.ts";
import type { Metric } from "../../model/metric.ts";
import { namedMetrics } from "../../model/named-metrics.ts";
import type { Predicted } from "../../model/predicted.ts";
import { sayOnce } from "../../say-once.ts";
import type { Measures, TestMeasures } from "../run/history.ts";
import { predictedOf } from "./predicted-of.ts";
import { type SessionParts, samplesOf } from "./session-parts.ts";
import type { WholeSet } from "./whole-set.ts";

/**
 * The means over a set with what is measured of all its outputs [count, …], in the order of the metrics. The outputs become
 * predictions in place.
 */
export function measureWholeSet(
  parts: SessionParts,
  part: DatasetPart,
  { task, exact, confusion }: WholeSet,
  outputs: Float64Array,
  means: Measures,
): TestMeasures {
  const predicted = predictedOf(parts, samplesOf(parts, part), task, outputs);
  const named = namedMetrics(parts.metrics);
  const others = Object.entries(means).filter(([name]) => !Object.hasOwn(named, name)); // the loss, and those of heads
  const measures: TestMeasures = { loss: means.loss, ...Object.fromEntries(others) };
  for (const [name, metric] of Object.entries(named)) {
    measures[name] = exact.includes(metric) ? measureWhole(metric, predicted) : means[name];
    if (Number.isNaN(measures[name]) && !Number.isNaN(means.loss))
      // else the loss says it
      hint(parts, `The ${part} set has no ${name}: ${whyNot(metric, predicted)}.`);
  }
  return confusion ? Object.assign(measures, confusionOf(parts.loss, predicted)) : measures;
}

/** The confusion matrix, or that of each of several outputs with classes. */
function confusionOf(
  { heads }: Loss,
  predicted: Predicted,
): Pick<TestMeasures, "confusionMatrix" | "confusionMatrices"> {
  if (heads === undefined) return { confusionMatrix: confusionMatrix(predicted) };
  const ofClasses = heads.tasks.filter(
    ({ task, place }) => (task === "binary" || task === "classification") && place.size <= MOST_CLASSES,
  );
  if (ofClasses.length === 0) return {};
  const matrices = ofClasses.map((head) => [head.place.name, confusionMatrix(predictedHead(predicted, head))]);
  return { confusionMatrices: Object.fromEntries(matrices) };
}

/** Why a metric has no value. */
function whyNot({ definition }: Metric, { predictions }: Predicted): string {
  if (predictions.some(Number.isNaN)) return "some outputs are not numbers";
  const { noValue } = definition as { noValue?: string };
  return noValue ?? "it is not a number";
}

function hint({ hints = [] }: SessionParts, text: string): void {
  if (!hints.includes(text)) hints.push(text);
  sayOnce([text]);
}
