import { damagedFile } from "../../formats/damaged-file.ts";
import { ensembleMembers } from "../../predict/ensemble.ts";
import { expectTensors, type ModelTricks, rebuildModel } from "../../predict/rebuild-model.ts";
import type { RunDescription } from "./read-run-file.ts";
import { SavedRun } from "./saved-run.ts";

/**
 * The run of a description, whose model is made of `tricks`.
 * @throws a run error where its parts do not fit one another.
 */
export function rebuildRun(run: RunDescription, where: string, tricks: ModelTricks): SavedRun {
  const model = rebuildModel({ ...run.model, weights: run.weights }, where, tricks);
  const members = ensembleMembers(model);
  const { members: epochs } = run.stopped;
  if (epochs !== undefined && epochs.length !== members?.length)
    throw damagedFile(where, `an ensemble of ${epochs.length} members`, String(members?.length ?? "a single model"));
  const [{ parts }] = (epochs && members) ?? [model];
  const { parameters, state } = parts.layer.build(parts.inputShape);
  expectTensors({ ...parameters, ...state }, run.state, `${where}: training`);
  return new SavedRun({ ...run, model });
}
