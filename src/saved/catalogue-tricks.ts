import { catalogue } from "../catalogue.ts";
import { errorText } from "../error-text.ts";
import { runError } from "../errors.ts";
import { damagedFile } from "../formats/damaged-file.ts";
import { fromSpec, type Kind, type Kinds } from "../from-spec.ts";
import { missingLoss, missingMetric } from "../model/checks/missing-loss.ts";
import type { Metric } from "../model/metric.ts";
import type { ModelTricks } from "../predict/rebuild-model.ts";
import type { Spec, TrickMaker } from "../trick.ts";

/**
 * The tricks of a file: those of the catalogue and of `use`. In place of a loss or metric that is neither stands one that
 * says so when it is computed.
 */
export function catalogueTricks(where: string, use: readonly TrickMaker[] = []): ModelTricks {
  const isKnown = (kind: Kind, { name }: Spec) =>
    Object.hasOwn(catalogue[kind], name) || use.some(({ definition }) => definition.name === name);

  const rebuilt = <K extends Kind>(kind: K, spec: Spec): Kinds[K] => {
    try {
      return fromSpec(kind, spec, { use });
    } catch (cause) {
      throw damagedFile(where, `a part of ${kind}`, errorText(cause), cause);
    }
  };

  const metric = (spec: Spec): Metric => {
    if (Object.hasOwn(catalogue.losses, spec.name)) return rebuilt("losses", spec); // a loss serves as a metric
    return isKnown("metrics", spec) ? rebuilt("metrics", spec) : missingMetric(spec);
  };

  const unknown = (at: string, name: string) =>
    runError({
      where,
      expected: "tricks of the catalogue, or of `use`",
      received: `one of the name ${JSON.stringify(name.slice(0, 80))} (${at})`,
      fix: "If it is your own, give what defines it: loadModel(path, { use: [myLayer] }), and so with loadRun, readModel and readRun. If not, the file is damaged, or of a later version of evenkeel.",
    });

  return {
    layer: (spec) => fromSpec("layers", spec, { use, unknown }),
    loss: (spec, predictions) => (isKnown("losses", spec) ? rebuilt("losses", spec) : missingLoss(spec, predictions)),
    metrics: (specs) => specs.map(metric),
  };
}
