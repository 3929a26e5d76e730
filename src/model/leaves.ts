import { mapTensors } from "../graph/map-tensors.ts";
import { input, type Tensor, variable } from "../graph/tensor.ts";
import type { TensorSpecs } from "./layer.ts";

/** The tensors of a model as variables of a device, under their names. */
export function variablesOf(specs: TensorSpecs): Record<string, Tensor<"variable">> {
  return mapTensors(specs, ({ shape }, name) => variable(name, shape));
}

/** The same as inputs, which are fed at each step. */
export function inputsOf(specs: TensorSpecs, prefix = ""): Record<string, Tensor<"input">> {
  return mapTensors(specs, ({ shape }, name) => input(prefix + name, shape));
}
