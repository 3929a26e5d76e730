import type { MetricUnit } from "../../model/metric.ts";
import { measured } from "../words/format.ts";
import type { RunReport } from "./run-report.ts";

/** What a reader should know first, in sentences: how good the model is, beside the simplest answer. */
export function conclusionsOf(report: RunReport): string[] {
  const { stopped, hints, judged, underWay } = report;
  const ended = underWay
    ? [`After epoch ${stopped.epoch} nothing says how it ended: it is under way, or was killed.`]
    : stopped.reason === "epochs"
      ? []
      : [
          `Training ended after epoch ${stopped.epoch}: ${stopped.reason}${stopped.detail === undefined ? "" : `, ${stopped.detail}`}.`,
        ];
  const unjudged = judged === undefined ? ["No samples were held out, so nothing is known about new ones."] : [];
  return [...comparedOf(report), ...unjudged, ...ended, ...hints];
}

/** "accuracy 98.08 % on the test set; always answering the most frequent class has 43.92 %." */
function comparedOf(report: RunReport): string[] {
  const { test, baseline, units } = report;
  const isMetric = (name: string) => !/(^|\.)loss$/.test(name) && typeof test?.[name] === "number";
  const [name] = Object.keys(test ?? {}).filter(isMetric);
  if (test === undefined || name === undefined) return [];
  const unit: MetricUnit = units[name] ?? "number";
  const own = `Test ${name} ${measured(test[name], unit)}`;
  const other = baseline?.[name];
  return [other === undefined ? `${own}.` : `${own}; ${simplest(report)} has ${measured(other, unit)}.`];
}

/** The best answer that looks at no input. */
export function simplest({ task, outputs }: RunReport): string {
  return outputs === undefined
    ? SIMPLEST[task]
    : "always answering the most frequent class, or the mean of the targets,";
}

const SIMPLEST = {
  classification: "always answering the most frequent class",
  binary: "always answering the more frequent class",
  multilabel: "always giving the more frequent answer to each label",
  regression: "always answering the mean of the training targets",
} as const;
