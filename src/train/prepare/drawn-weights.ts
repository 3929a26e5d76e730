import type { Weights } from "../../formats/weights.ts";
import { drawTensors } from "../../model/draw-tensors.ts";
import type { BuiltLayer } from "../../model/layer.ts";

/** The parameters and statistics that a model begins with, for a seed. */
export function drawnWeights(model: BuiltLayer, seed: number): Weights {
  const drawn = { ...drawTensors(model.parameters, seed, "parameters"), ...drawTensors(model.state, seed, "state") };
  return Object.fromEntries(Object.entries(drawn).map(([name, { data }]) => [name, data as Float32Array]));
}
