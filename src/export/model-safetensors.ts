import type { HostArray } from "../backend/backend.ts";
import { encodeSafetensors } from "../formats/safetensors.ts";
import type { Shape } from "../graph/shape.ts";
import { checkOption, oneOf } from "../options.ts";
import { expectTrained } from "../predict/expect-trained.ts";
import { describeModel, modelShapes } from "../predict/model-file.ts";
import type { TrainedModel } from "../predict/trained-model.ts";
import { VERSION } from "../version.ts";
import { outputsFirst, outputsFirstShape } from "./outputs-first.ts";

/** How kernels lie in a file, and what weights are called: as here, or as in a `state_dict` of PyTorch. */
export const LAYOUTS = ["evenkeel", "pytorch"] as const;
/** How kernels lie in a file of weights, and what weights are called: as here, or as in PyTorch. */
export type WeightLayout = (typeof LAYOUTS)[number];

/**
 * The weights of a model as a plain safetensors file: by name, with shapes, and the description of the model in its metadata.
 * @param layout how kernels lie in it, and what weights are called: as here, or as in a `state_dict` of PyTorch.
 * @throws a usage error for what is no trained model.
 * @example
 * const bytes = modelSafetensors(run.model); // await writeFile("digits.safetensors", bytes)
 */
export function modelSafetensors(model: TrainedModel, layout: WeightLayout = "evenkeel"): Uint8Array<ArrayBuffer> {
  expectTrained("modelSafetensors", model);
  checkOption("modelSafetensors: layout", oneOf(LAYOUTS, "evenkeel"), layout);
  const { parts } = model;
  const shapes = modelShapes(parts);
  const tensors: Record<string, HostArray> = {};
  const sizes: Record<string, Shape> = {};
  for (const [name, data] of Object.entries(parts.weights)) {
    const shape = shapes[name] ?? [data.length];
    const turned = layout === "pytorch" && /(^|\/)kernel$/.test(name);
    const own = layout === "pytorch" ? pytorchName(name) : name;
    tensors[own] = turned ? outputsFirst(shape, data) : data;
    sizes[own] = turned ? outputsFirstShape(shape) : shape;
  }
  const metadata = {
    ...(layout === "pytorch" ? { format: "pt" } : {}), // what loaders of PyTorch ask for
    producer: `evenkeel ${VERSION}`,
    model: JSON.stringify(describeModel(parts)),
  };
  return encodeSafetensors(tensors, metadata, sizes);
}

/** "0.dense/kernel" → "0.dense.weight" */
function pytorchName(name: string): string {
  const path = name.split("/");
  const own = path.pop() ?? "";
  return [...path, PYTORCH_NAMES[own] ?? own].join(".");
}

const PYTORCH_NAMES: Readonly<Record<string, string>> = {
  kernel: "weight",
  table: "weight",
  scale: "weight",
  slope: "weight",
  shift: "bias",
  mean: "running_mean",
  variance: "running_var",
};
