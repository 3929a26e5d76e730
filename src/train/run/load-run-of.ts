import type { Layer } from "../../model/layer.ts";
import { ensemble } from "../../model/layers/ensemble.ts";
import type { Loss } from "../../model/loss.ts";
import type { Metric } from "../../model/metric.ts";
import { inCurrentNames } from "../../trick/in-current-names.ts";
import type { Spec } from "../../trick.ts";
import { demandSame } from "./demand-same.ts";
import { rebuildRun } from "./rebuild-run.ts";
import type { SavedRun } from "./saved-run.ts";
import { savedRunAt } from "./saved-run-at.ts";

/** The tricks of the training run that goes on. */
interface GivenTricks {
  layer: Layer;
  loss: Loss;
  metrics: readonly Metric[];
}

/**
 * A saved run, or the newest checkpoint of a folder, whose model is made of the tricks that are given, your own among them:
 * no catalogue is asked for a name.
 * @throws a usage error if the run's layers are others.
 */
export async function loadRunOf({ layer, loss, metrics }: GivenTricks, from: string): Promise<SavedRun> {
  const { run, path } = await savedRunAt(from);
  let refusal: unknown; // no fault of the file
  const same = (spec: unknown): Layer => {
    try {
      demandSame("model", inCurrentNames(spec, layer), layer);
    } catch (error) {
      refusal = error;
      throw error;
    }
    return layer;
  };
  const together = (spec: unknown): Layer => {
    const { name: _, members, ...options } = spec as { name: string; members: readonly unknown[] };
    return ensemble({ ...options, members: members.map(same) });
  };
  const isEnsemble = run.stopped.members !== undefined && Array.isArray((run.model.layer as Spec | null)?.members);
  try {
    return rebuildRun(run, path, { layer: isEnsemble ? together : same, loss: () => loss, metrics: () => metrics });
  } catch (error) {
    throw refusal ?? error;
  }
}
