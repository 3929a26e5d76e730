import { type Dataset, type Samples, sampleCount } from "../../data/dataset.ts";

/** How many samples of a streamed training set are on the device at once: whole batches, at least one. */
export function chunkSize({ train, stream }: Dataset, batchSize: number): number {
  if (stream === undefined) return sampleCount(train);
  const fitting = (stream.memory * 2 ** 20) / bytesOfOne(train);
  return Math.min(stream.samples, Math.max(1, Math.floor(fitting / batchSize)) * batchSize);
}

function bytesOfOne(samples: Samples): number {
  return (samples.inputs.data.byteLength + samples.targets.data.byteLength) / sampleCount(samples);
}
