import { exportOnnx, modelSafetensors, type TrainedModel } from "evenkeel";
import type { ToWorker } from "../protocol.ts";

/** The bytes of a trained model in a form of files. Loaded when a model is asked for. */
export function savedBytes(model: TrainedModel, form: Extract<ToWorker, { kind: "save" }>["form"]): Uint8Array {
  return form === "onnx" ? exportOnnx(model) : form === "safetensors" ? modelSafetensors(model) : model.toBytes();
}
