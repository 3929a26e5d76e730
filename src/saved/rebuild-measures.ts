import { catalogue } from "../catalogue.ts";
import { damagedFile } from "../formats/damaged-file.ts";
import { fromSpec, type Kind, type Kinds } from "../from-spec.ts";
import { missingLoss, missingMetric } from "../model/checks/missing-loss.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import type { OutputMeaning } from "../model/output-meaning.ts";
import type { Spec, TrickMaker } from "../trick.ts";

type Use = readonly TrickMaker[] | undefined;

/** The loss that a file names: of the catalogue or of `use`, or what stands for one that is neither. */
export function lossOf(spec: Spec, predictions: OutputMeaning | undefined, where: string, use: Use): Loss {
  return isKnown("losses", spec, use) ? rebuilt("losses", spec, where, use) : missingLoss(spec, predictions);
}

/** The same of a metric, which may be a loss. */
export function metricOf(spec: Spec, where: string, use: Use): Metric {
  if (Object.hasOwn(catalogue.losses, spec.name)) return rebuilt("losses", spec, where, use);
  return isKnown("metrics", spec, use) ? rebuilt("metrics", spec, where, use) : missingMetric(spec);
}

function isKnown(kind: Kind, { name }: Spec, use: Use = []): boolean {
  return Object.hasOwn(catalogue[kind], name) || use.some(({ definition }) => definition.name === name);
}

function rebuilt<K extends Kind>(kind: K, spec: Spec, where: string, use: Use): Kinds[K] {
  try {
    return fromSpec(kind, spec, { use });
  } catch (cause) {
    throw damagedFile(where, `a part of ${kind}`, cause instanceof Error ? cause.message : String(cause), cause);
  }
}
