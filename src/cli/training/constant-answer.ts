import { type Dataset, type Samples, sampleCount } from "../../data/dataset.ts";
import { taskOf } from "../../data/task-of.ts";
import { printable } from "../../report/words/printable.ts";

/** The best answer that looks at no input, in a few words: "always Adelie", "always the mean". */
export function constantAnswer(data: Dataset): string {
  if (data.layout?.targets !== undefined) return "always the same";
  const task = taskOf(data);
  if (task === "regression") return "always the mean";
  if (task === "multilabel" || data.train.targets.shape.length > 1) return "always the shares";
  const label = mostFrequent(data.train);
  return `always ${printable(data.classes?.[label] ?? String(label))}`;
}

/** The class with most samples, by their weights; the first of equal ones. */
function mostFrequent(samples: Samples): number {
  const sums = new Map<number, number>();
  const { targets, weights } = samples;
  for (let i = 0; i < sampleCount(samples); i++)
    sums.set(targets.data[i], (sums.get(targets.data[i]) ?? 0) + (weights?.[i] ?? 1));
  const most = Math.max(...sums.values());
  return Math.min(...[...sums].flatMap(([label, sum]) => (sum === most ? [label] : [])));
}
