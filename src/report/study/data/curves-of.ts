import type { Study } from "../../../compare/study.ts";
import type { MetricUnit } from "../../../model/metric.ts";
import { type CurvePoint, learningCurve, type Part } from "../../chart/learning.ts";
import { unitOf } from "../../words/unit-of.ts";

/** The curves of one measure: of each variant, in training and validation. */
export interface Curves {
  measure: string;
  unit: MetricUnit;
  variants: readonly { name: string; series: number; train: CurvePoint[]; validation: CurvePoint[] }[];
  /** What is told of all variants: validation if it was measured. */
  part: Part;
  epochs: readonly [number, number];
}

/** The curves of the runs that did not fail. */
export function curvesOf(study: Study, measure: string): Curves {
  const unit = unitOf(study, measure);
  const variants = study.effects.map(({ variant: name }, series) => {
    const own = study.runs.filter((run) => run.variant === name && run.failure === undefined);
    return {
      name,
      series,
      train: learningCurve(own, "train", measure, unit),
      validation: learningCurve(own, "validation", measure, unit),
    };
  });
  const part = variants.some(({ validation }) => validation.length > 0) ? "validation" : "train";
  const last = Math.max(1, ...variants.flatMap(({ train, validation }) => [...train, ...validation].map(({ x }) => x)));
  return { measure, unit, variants, part, epochs: [1, last] };
}

export function partName(part: Part): string {
  return part === "train" ? "Training" : "Validation";
}
