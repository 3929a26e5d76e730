import { type Dataset, type Samples, sampleCount } from "../../data/dataset.ts";
import { take } from "../../data/split.ts";
import { RandomStream } from "../../random.ts";

/** How many samples of a part an examination measures again and again. */
export const MEASURED = { train: 512, validation: 1024 } as const;

/** At most `most` of the samples, drawn by the seed, in the order of the data. */
export function sampleOf(samples: Samples, most: number, seed: number): Samples {
  const count = sampleCount(samples);
  if (count <= most) return samples;
  return take(samples, new RandomStream(seed, "doctor/sample").permutation(count).slice(0, most).sort());
}

/** The data with a sample of the training part in place of the test part, and at most 1,024 samples of the validation part. */
export function measuredData(data: Dataset, seed: number): Dataset {
  const { stream: _, validation, ...inMemory } = data;
  return {
    ...inMemory,
    test: sampleOf(data.train, MEASURED.train, seed),
    ...(validation && { validation: sampleOf(validation, MEASURED.validation, seed) }),
  };
}
