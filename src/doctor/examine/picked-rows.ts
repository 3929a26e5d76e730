import { type Samples, sampleCount } from "../../data/dataset.ts";
import { sizeOf } from "../../data/size-of.ts";
import { LIMITS } from "./limits.ts";

/** The samples of a part that are looked at: all that count, or some of them, evenly spread over the part. */
export function pickedRows(samples: Samples): Uint32Array {
  const count = sampleCount(samples);
  const { weights } = samples;
  const counting = Uint32Array.from({ length: count }, (_, i) => i).filter(
    (i) => weights === undefined || weights[i] > 0,
  );
  const width = Math.max(1, sizeOf(samples.inputs.shape.slice(1)));
  const most = Math.max(1, Math.min(LIMITS.samples, Math.floor(LIMITS.numbers / width)));
  if (counting.length <= most) return counting;
  return Uint32Array.from({ length: most }, (_, i) => counting[Math.floor((i * counting.length) / most)]);
}
