import { readFileWhole } from "../files.ts";
import { damagedFile } from "../formats/damaged-file.ts";
import type { Layer } from "../model/layer.ts";
import { ensemble } from "../model/layers/ensemble.ts";
import { ensembleMembers } from "../predict/ensemble.ts";
import type { TrainedModel } from "../predict/trained-model.ts";
import type { Signal } from "../signals/signal.ts";
import type { Capacity } from "../train/prepare/capacity.ts";
import { demandSame } from "../train/run/demand-same.ts";
import type { History, Measures, Stopped } from "../train/run/history.ts";
import { decodeRun, type RunDescription } from "../train/run/run-file.ts";
import type { Sums } from "../train/step/metric-means.ts";
import type { Weights } from "../train/step/session.ts";
import type { Spec } from "../trick.ts";
import { layersOf } from "./load-model.ts";
import { loadOptions, type ReadOptions, readOptions } from "./read-options.ts";
import { expectTensors, rebuildModel } from "./rebuild-model.ts";

/** A run as it was saved: the model, what was measured, and all that training goes on from. */
export interface SavedRun {
  model: TrainedModel;
  history: History;
  /** What the callback `signals` recorded. */
  signals: readonly Signal[];
  test?: Measures | undefined;
  stopped: Stopped;
  /** Steps that were done in all. */
  steps: number;
  skippedSteps: number;
  skippedInARow?: number;
  capacity: Capacity;
  /** What was measured in an epoch that was not finished. */
  sums?: Sums | undefined;
  seconds: number;
  /** What computed it. */
  backend?: string;
  /** How it was made: its parts as plain JSON. */
  recipe: RunDescription["recipe"];
  /** The weights of the model. */
  weights: Weights;
  /** Weights, statistics and optimizer state at the last step. */
  state: Weights;
}

/**
 * Reads a run that `run.save` wrote (Node.js): `loadRun("digits.evenkeel")`, and `loadRun(path, { use: [myLayer] })` if
 * layers or initializers of one's own are in its model. (`train(…, { resume: path })` takes them from the model.)
 * @throws a run error for a file that is missing, damaged, or of another kind or version.
 */
export async function loadRun(path: string, options?: Pick<ReadOptions, "use">): Promise<SavedRun> {
  const checked = loadOptions("loadRun", path, options);
  return readRun(await readFileWhole(path, "Give the bytes of the file to readRun."), checked);
}

/** A saved run from its bytes, such as those of `run.toBytes()`; see `loadRun`. */
export function readRun(bytes: Uint8Array | ArrayBuffer, options?: ReadOptions | string): SavedRun {
  const { where = "saved run", use } = readOptions("readRun", options);
  return rebuildRun(decodeRun(bytes, where), where, layersOf(use, where), use);
}

/**
 * A saved run of the same layers as `layer`, which are taken from there, whatever tricks of one's own are in them.
 * @throws a usage error if the run's are others.
 */
export async function loadRunOf(layer: Layer, path: string): Promise<SavedRun> {
  const run = decodeRun(await readFileWhole(path, "Give what readRun makes of the bytes."), path);
  const same = (spec: unknown): Layer => {
    demandSame("model", spec, layer);
    return layer;
  };
  const together = (spec: unknown): Layer => {
    const { name: _, members, ...options } = spec as { name: string; members: readonly unknown[] };
    return ensemble({ ...options, members: members.map(same) });
  };
  const isEnsemble =
    run.facts.stopped.members !== undefined && Array.isArray((run.model.layer as Spec | null)?.members);
  return rebuildRun(run, path, isEnsemble ? together : same);
}

function rebuildRun(
  { model: description, facts, recipe, weights, state }: RunDescription,
  where: string,
  layerOf: (spec: unknown) => Layer,
  use?: ReadOptions["use"],
): SavedRun {
  const model = rebuildModel({ ...description, weights }, where, layerOf, use);
  const members = ensembleMembers(model);
  const { members: epochs } = facts.stopped;
  if (epochs !== undefined && epochs.length !== members?.length)
    throw damagedFile(where, `an ensemble of ${epochs.length} members`, String(members?.length ?? "a single model"));
  const [{ parts }] = (epochs && members) ?? [model];
  const { parameters, state: statistics } = parts.layer.build(parts.inputShape);
  expectTensors({ ...parameters, ...statistics }, state, `${where}: training`);
  return { ...facts, recipe, weights, state, model };
}
