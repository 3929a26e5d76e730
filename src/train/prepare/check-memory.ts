import { type Device, MemoryShortage } from "../../backend/backend.ts";
import { showBytes } from "../../backend/show-bytes.ts";
import type { Dataset, NumberArray } from "../../data/dataset.ts";
import { emptyLike } from "../../data/empty-like.ts";
import { isOneForAll } from "../../data/scaled.ts";
import type { LinearScale } from "../../data/scaling.ts";
import { EvenkeelError, runError } from "../../errors.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { BuiltLayer } from "../../model/layer.ts";

/**
 * Before any weight is drawn: whether what a training run always has in memory fits.
 * @throws a run error with its size and the largest that fits.
 */
export function checkMemory(
  device: Device,
  { model, data, scale, chunkSize }: { model: BuiltLayer; data: Dataset; scale: LinearScale; chunkSize: number },
): void {
  const numbers = Object.values({ ...model.parameters, ...model.state }).reduce((sum, at) => sum + sizeOf(at.shape), 0);
  const chunk = data.stream && emptyLike(data.train, chunkSize);
  const parts = [chunk ?? data.train, data.validation, data.test].filter((part) => part !== undefined);
  const ofInputs = isOneForAll(scale) ? bytesOf : ({ length }: NumberArray) => 4 * length; // bytes scaled by feature are float32
  const samples = parts.reduce((sum, { inputs, targets }) => sum + ofInputs(inputs.data) + bytesOf(targets.data), 0);
  const needed = 4 * numbers + samples;
  if (needed <= device.free) return;
  throw runError({
    where: "train",
    expected: `a model and data of at most ${showBytes(device.free)}, which is the engine's memory`,
    received: `${showBytes(4 * numbers)} of parameters (${numbers.toLocaleString("en")}) and ${showBytes(samples)} of data`,
    fix: `Use ${4 * numbers > samples ? "a smaller model" : "fewer samples, or bytes instead of floats"}.`,
    cause: new MemoryShortage(needed, device.free),
  });
}

/** The error of a device that has no memory for a step on such a batch, with the size of batch that has. */
export function withFittingBatch(error: unknown, size: number): unknown {
  if (!(error instanceof EvenkeelError && error.cause instanceof MemoryShortage)) return error;
  const { needed, free } = error.cause;
  // Nearly all of it grows with the batch. A power of two below leaves room for what does not.
  const fitting = 2 ** (31 - Math.clz32((size * free) / needed));
  return runError({
    where: `train: a step on a batch of ${size}`,
    expected: `at most ${showBytes(free)}, which is what is left of the engine's memory`,
    received: showBytes(needed),
    fix: fitting >= 1 ? `Try batchSize: ${fitting}, or a smaller model.` : "Use a smaller model.",
    cause: error,
  });
}

/** Bytes as a device stores these numbers. */
function bytesOf(data: NumberArray): number {
  return data.length * (data instanceof Uint8Array ? 1 : 4);
}
