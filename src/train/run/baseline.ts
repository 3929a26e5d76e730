import { type Dataset, type Samples, sampleCount } from "../../data/dataset.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import type { Loss } from "../../model/loss.ts";
import type { Metric } from "../../model/metric.ts";
import { namedMetrics } from "../../model/named-metrics.ts";
import type { Predicted } from "../../model/predicted.ts";
import { taskOfOutputs } from "../../model/task-of-outputs.ts";
import { once } from "../../once.ts";
import { defined } from "../../options/defined.ts";
import { headsOf } from "../prepare/heads-of.ts";
import type { Measures } from "./history.ts";

/** What a baseline is measured by. */
interface Measured {
  data: Dataset;
  model: BuiltLayer;
  loss: Loss;
  metrics: readonly Metric[];
}

const measured = new WeakMap<Measured, Measures | undefined>();

/** The measures of the best constant answer, measured once for a run, however often it is saved. */
export function baselineOf(training: Measured): Measures | undefined {
  return once(measured, training, () => measuredBaseline(training));
}

/**
 * What is reached without looking at any input: the measures on the test set of a model that always predicts the shares of the
 * classes in the training set, so that the largest class is its answer, or the mean of the training targets. Has the metrics
 * of the run that can be measured of predictions, and no loss, which is a graph; undefined without a test set.
 */
function measuredBaseline({ data, model, loss, metrics }: Measured): Measures | undefined {
  const { train, test } = data;
  if (test === undefined) return undefined;
  if (loss.heads !== undefined) return baselineOfHeads({ data, model, loss, metrics });
  const [count, outputs] = [sampleCount(test), sizeOf(model.outputShape)];
  const always = meanTarget(train, outputs);
  const predicted: Predicted = {
    task: taskOfOutputs({ ...data, loss, outputs }),
    count,
    width: outputs,
    predictions: Float64Array.from({ length: count * outputs }, (_, i) => always[i % outputs]),
    probabilities: loss.predictions !== undefined,
    targets: test.targets.data,
    ...defined({ weights: test.weights }),
  };
  const measured = Object.entries(namedMetrics(metrics)).map(([name, { measure }]) => [name, measure?.(predicted)]);
  return Object.fromEntries(measured.filter(([, value]) => value !== undefined));
}

/** The same for each of several outputs, by the names under which it is measured: "species.accuracy". */
function baselineOfHeads({ data, model, loss, metrics }: Measured): Measures {
  const measured = headsOf(model, loss, data).flatMap((head) => {
    const own = metrics.flatMap(({ head: of }) => (of === undefined || of.name !== head.name ? [] : [of.metric]));
    const { outputShape } = head;
    const measures = measuredBaseline({
      data: head.data,
      model: { ...model, outputShape },
      loss: head.loss,
      metrics: own,
    });
    return Object.entries(measures ?? {}).map(([name, value]) => [`${head.name}.${name}`, value] as const);
  });
  return Object.fromEntries(measured);
}

/** The mean of the training targets, by their weights; of class numbers for several outputs, the shares of the classes. */
function meanTarget({ targets: { shape, data }, weights }: Samples, outputs: number): Float64Array {
  const mean = new Float64Array(outputs);
  const total = weights === undefined ? shape[0] : (weights as Float64Array).reduce((sum, weight) => sum + weight, 0);
  const classes = shape.length === 1 && outputs > 1;
  for (let i = 0; i < shape[0]; i++) {
    const weight = weights?.[i] ?? 1;
    if (classes) mean[data[i]] += weight;
    else for (let k = 0; k < outputs; k++) mean[k] += weight * data[i * outputs + k];
  }
  return mean.map((sum) => sum / total);
}
