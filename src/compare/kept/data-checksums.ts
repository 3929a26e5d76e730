import { DATASET_PARTS, type Dataset, type NumberArray } from "../../data/dataset.ts";
import { checksum } from "../../files/checksum.ts";

/** Of arrays that several variants share. */
const known = new WeakMap<NumberArray, string>();

/** By which other data are known: a checksum of the numbers of each set. Of a streamed set, of the samples in memory. */
export function dataChecksums(data: Dataset): Record<string, string> {
  return Object.fromEntries(
    DATASET_PARTS.flatMap((part) => {
      const { inputs, targets, weights } = data[part] ?? {};
      const arrays = [inputs?.data, targets?.data, weights].filter((one) => one !== undefined);
      return arrays.length === 0 ? [] : [[part, arrays.map(checksumOf).join("-")]];
    }),
  );
}

function checksumOf(numbers: NumberArray): string {
  const sum = known.get(numbers) ?? checksum(numbers);
  known.set(numbers, sum);
  return sum;
}
