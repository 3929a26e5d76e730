import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import type { Metric } from "./metric.ts";

/** What a step or a test reports besides metrics. */
const TAKEN = ["loss", "lossWeight", "gradientNorm", "finite", "confusionMatrix", "confusionMatrices", "backend"];

/**
 * Metrics by the names under which they are reported: their own, or where several share a name, with the options in which
 * they differ: "topK(k: 1)" and "topK(k: 5)".
 * @throws a usage error for a name that is taken, and for a metric given twice.
 */
export function namedMetrics(metrics: readonly Metric[]): Record<string, Metric> {
  const named: Record<string, Metric> = {};
  metrics.forEach((metric, i) => {
    const where = `metrics[${i}]`;
    checkName(where, reportedName(metric));
    const name = apart(
      metric,
      metrics.filter((other) => reportedName(other) === reportedName(metric)),
    );
    if (Object.hasOwn(named, name))
      throw usageError({
        where,
        expected: "a metric that is not given yet",
        received: `${name} again`,
        fix: "Leave one of them out, or define them under names of their own.",
      });
    named[name] = metric;
  });
  return named;
}

function checkName(where: string, name: string): void {
  const free = typeof name === "string" && name !== "" && !TAKEN.includes(name) && !(name in {}) && !name.includes("/");
  if (free) return;
  throw usageError({
    where,
    expected: `a metric of another name than ${TAKEN.join(", ")} and the properties of every object, without "/"`,
    received: show(name),
    fix: "Define it under another name.",
  });
}

/** "accuracy", or "species.accuracy" of one of several outputs. */
function reportedName({ name, head }: Metric): string {
  return head === undefined ? name : `${head.name}.${reportedName(head.metric)}`;
}

/** "topK(k: 5)" */
function apart(metric: Metric, namesakes: readonly Metric[]): string {
  const { values } = metric;
  const name = reportedName(metric);
  const text = (value: unknown) => JSON.stringify(value) ?? String(value);
  const differing = Object.entries(values).filter(([option, value]) =>
    namesakes.some((other) => text((other.values as Record<string, unknown>)[option]) !== text(value)),
  );
  if (differing.length === 0) return name;
  const given = differing.filter(([, value]) => value !== undefined);
  return `${name}(${given.map(([option, value]) => `${option}: ${text(value)}`).join(", ")})`;
}
