import * as v from "valibot";
import { custom, type Option, optional } from "../options.ts";
import { isOfKind } from "../trick/of-kind.ts";
import type { Metric } from "./metric.ts";

/** What a callback or schedule goes by: "loss", the name of a metric as it stands in the history, or the metric itself. */
export type Monitor = string | Metric;

/** The option of whoever goes by a measure; the loss by default. */
export function monitorOption(doc: string): Option<Monitor | undefined> {
  const metric = v.custom<Metric>((value) => isOfKind("metrics", value));
  return optional(
    custom<Monitor>(
      v.union([v.pipe(v.string(), v.nonEmpty()), metric]),
      undefined,
      'the name of a metric such as "accuracy", or a metric such as accuracy()',
      doc,
      ["metrics", "losses"],
    ),
  );
}
