import type { NumberArray, Samples } from "../../data/dataset.ts";
import { scaled } from "../../data/scaled.ts";
import type { Storage } from "../../graph/primitives.ts";
import { scaleOfTargets } from "./scale-of-targets.ts";
import type { SessionParts } from "./session-parts.ts";
import { storageOf } from "./trace-batch.ts";

/** Numbers of samples, as they lie on a device. */
export interface Stored {
  of: "inputs" | "targets" | "weights";
  shape: readonly number[];
  numbers: NumberArray;
  storage: Storage;
}

/** What of samples lies on a device; targets as they are scaled for training. */
export function storedOf(
  { inputs, targets, weights }: Samples,
  parts: Pick<SessionParts, "loss" | "targetScale">,
): Stored[] {
  const scale = scaleOfTargets(parts);
  const numbers = scale === undefined ? targets.data : scaled(targets.data, scale);
  return [
    { of: "inputs", shape: inputs.shape, numbers: inputs.data, storage: storageOf(inputs.data) },
    { of: "targets", shape: targets.shape, numbers, storage: storageOf(numbers) },
    ...(weights === undefined
      ? []
      : [{ of: "weights" as const, shape: [weights.length], numbers: weights, storage: "float" as const }]),
  ];
}
