import type { Examination, LayerFacts } from "../examination.ts";
import { layerAt } from "./layer-at.ts";

/** Blocks that do no more than follow their layers. */
const IN_ORDER = new Set(["sequential", "repeat", "weightNorm"]);

/**
 * The layer that takes what another one gives, through the ends of blocks in order; a residual or parallel block is one
 * layer. Undefined at the end of the model, of a branch, and of a block beside a shortcut.
 */
export function nextLayer(examination: Pick<Examination, "layers">, layer: LayerFacts): LayerFacts | undefined {
  const after = layerAt(examination, layer.after);
  if (after !== undefined) return sameBranch(examination, layer, after) ? firstWithin(examination, after) : undefined;
  const around = layerAt(examination, layer.within.at(-1));
  return around !== undefined && IN_ORDER.has(around.kind) ? nextLayer(examination, around) : undefined;
}

/** The next layer that is none of these; undefined where something else ends the row. */
export function nextBehind(
  examination: Pick<Examination, "layers">,
  layer: LayerFacts,
  passes: (layer: LayerFacts) => boolean,
): LayerFacts | undefined {
  const next = nextLayer(examination, layer);
  return next !== undefined && passes(next) ? nextBehind(examination, next, passes) : next;
}

function firstWithin(examination: Pick<Examination, "layers">, layer: LayerFacts): LayerFacts {
  if (!IN_ORDER.has(layer.kind)) return layer;
  const first = examination.layers.find(({ within }) => within.at(-1) === layer.path);
  return first === undefined ? layer : firstWithin(examination, first);
}

/** Whether two layers are within the same residual, parallel and other blocks that are more than their layers in order. */
function sameBranch(examination: Pick<Examination, "layers">, one: LayerFacts, other: LayerFacts): boolean {
  const blocks = ({ within }: LayerFacts) =>
    within.filter((path) => !IN_ORDER.has(layerAt(examination, path)?.kind ?? "")).join(" ");
  return blocks(one) === blocks(other);
}
