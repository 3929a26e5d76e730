import type { TargetPart } from "../../data/layout.ts";
import { usageError } from "../../errors.ts";
import type { BuiltLayer } from "../layer.ts";
import type { Loss } from "../loss.ts";
import type { Metric } from "../metric.ts";

/**
 * A loss for the outputs of a model and the targets of data: the one of several outputs is told where they lie.
 * @throws a usage error for a loss of one output where there are several outputs or targets.
 */
export function boundLoss(
  where: string,
  loss: Loss,
  { outputs }: Pick<BuiltLayer, "outputs">,
  targets: readonly TargetPart[] | undefined,
): Loss {
  if (loss.heads !== undefined) return loss.heads.bound(outputs, targets);
  if (targets === undefined && (outputs === undefined || outputs.length === 1)) return loss;
  const names = (targets ?? outputs ?? []).map((part) => `["${part.name}", ${usualFor(part)}]`);
  throw usageError({
    where: `${where}: loss`,
    expected: `a loss for each ${targets === undefined ? "output" : "target"}: heads([${names.join(", ")}])`,
    received: `${loss.name}()`,
  });
}

function usualFor(part: Partial<TargetPart>): string {
  return part.classes === undefined ? "meanSquaredError()" : "crossEntropy()";
}

/**
 * The same for metrics.
 * @throws a usage error for a metric of no output where the loss is one of several, and for one that its output cannot have.
 */
export function boundMetrics(
  where: string,
  metrics: readonly Metric[],
  loss: Loss,
  { outputs }: Pick<BuiltLayer, "outputs">,
  targets: readonly TargetPart[] | undefined,
): readonly Metric[] {
  const heads = loss.heads?.of ?? [];
  return metrics.map((metric, i) => {
    const at = `${where}: metrics[${i}]`;
    if (metric.head !== undefined) {
      const own = heads.find(({ name }) => name === metric.head?.name)?.loss ?? loss;
      return metric.head.bound(at, { loss: own, outputs, targets });
    }
    if (heads.length === 0) return metric;
    throw usageError({
      where: at,
      expected: "a metric of one of the outputs",
      received: `${metric.name}()`,
      fix: `Say of which: ofHead("${heads[0].name}", ${metric.name}()).`,
    });
  });
}
