import type { Dataset } from "../../data/dataset.ts";
import { inputShape } from "../../data/dataset.ts";
import { type LinearScale, sameScale } from "../../data/linear-scale.ts";
import { meaningOf } from "../../data/table/features-of.ts";
import type { Weights } from "../../formats/weights.ts";
import { sameShape } from "../../graph/shape.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import { matchWeights } from "../../predict/match-weights.ts";
import { type GivenWeights, readWeights, type WeightsSource } from "../../predict/read-weights.ts";
import { isWhole, reportText, type WeightsReport } from "../../predict/weights-report.ts";
import type { TrainOptions } from "../train-options.ts";

interface Scales {
  scale: LinearScale;
  targetScale: LinearScale | undefined;
}

/** What a run begins with in place of its initial weights. */
interface Start {
  /** The weights that match. */
  weights: Weights;
  report: WeightsReport;
  scales: Scales;
  hints: string[];
}

/**
 * The weights that a run is to begin with. Weights of a model keep the scaling of inputs that they were trained with, unless
 * another is asked for; and that of targets, if the whole model keeps its weights.
 * @throws a usage error where nothing matches, or, if `strict`, not all.
 */
export async function givenWeights(
  { model, data, ...fitted }: { model: BuiltLayer; data: Dataset } & Scales,
  source: WeightsSource,
  options: Pick<TrainOptions, "strict" | "scaling" | "targetScaling">,
): Promise<Start> {
  const where = "train: weights";
  const given = await readWeights(where, source);
  const specs = { ...model.parameters, ...model.state };
  const { weights, report } = matchWeights(where, specs, given.tensors, {
    strict: options.strict ?? false,
    kept: "initial",
  });
  const about = isWhole(report) ? [] : [`weights: ${reportText(report, "initial")}`];
  const { scales, hints } = keptScales(given.from, data, fitted, { ...options, whole: keepsAll(model, report) });
  return { weights, report, scales, hints: [...about, ...hints] };
}

function keepsAll({ parameters }: BuiltLayer, { matched }: WeightsReport): boolean {
  return Object.keys(parameters).every((name) => matched.includes(name));
}

function keptScales(
  from: GivenWeights["from"],
  data: Dataset,
  fitted: Scales,
  { scaling, targetScaling, whole }: Pick<TrainOptions, "scaling" | "targetScaling"> & { whole: boolean },
): { scales: Scales; hints: string[] } {
  if (from === undefined || !sameShape(from.inputShape, inputShape(data.train))) return { scales: fitted, hints: [] };
  const [before, now] = [from.columns, data.columns].map((columns) => columns && JSON.stringify(meaningOf(columns)));
  if (before !== now)
    return { scales: fitted, hints: ["weights: they were trained with other columns of a table than these data have"] };
  const scale = scaling === undefined ? from.scale : fitted.scale;
  const targetScale = whole && targetScaling === undefined ? from.targetScale : fitted.targetScale;
  const hints = [
    ...(sameScale(scale, fitted.scale) ? [] : ["weights: inputs are scaled as in the training of these weights"]),
    ...(sameScale(from.scale, scale)
      ? []
      : ["weights: they were trained with another scaling of inputs than is asked for"]),
    ...(sameScale(targetScale, fitted.targetScale)
      ? []
      : ["weights: targets are scaled as in the training of these weights"]),
  ];
  return { scales: { scale, targetScale }, hints };
}
