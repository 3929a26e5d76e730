import { runError } from "../../errors.ts";
import type { Samples } from "../dataset.ts";

const SIDE = 32;
const AREA = SIDE * SIDE;
const CHANNELS = 3;
/** A label, then the red, the green and the blue of all pixels. */
const RECORD = 1 + CHANNELS * AREA;

/**
 * The images of files of CIFAR's binary version as bytes [n, 32, 32, 3], and their labels.
 * @throws a run error for a file that does not end with a record, or has a label of `classes` or more.
 */
export function cifarRecords(files: readonly { where: string; bytes: Uint8Array }[], classes: number): Samples {
  const count = files.reduce((sum, { where, bytes }) => sum + recordsIn(where, bytes), 0);
  const data = new Uint8Array(count * CHANNELS * AREA);
  const labels = new Uint8Array(count);
  let i = 0;
  for (const { where, bytes } of files)
    for (let at = 0; at < bytes.length; at += RECORD, i++) {
      labels[i] = bytes[at];
      if (labels[i] >= classes)
        throw runError({
          where,
          expected: `labels from 0 to ${classes - 1}`,
          received: `${labels[i]} in record ${at / RECORD}`,
        });
      for (let c = 0; c < CHANNELS; c++)
        for (let p = 0; p < AREA; p++) data[(i * AREA + p) * CHANNELS + c] = bytes[at + 1 + c * AREA + p];
    }
  return { inputs: { shape: [count, SIDE, SIDE, CHANNELS], data }, targets: { shape: [count], data: labels } };
}

function recordsIn(where: string, { length }: Uint8Array): number {
  if (length > 0 && length % RECORD === 0) return length / RECORD;
  throw runError({
    where,
    expected: `whole records of ${RECORD} bytes`,
    received: length === 0 ? "an empty file" : `${length} bytes, which are ${(length / RECORD).toFixed(2)} records`,
  });
}
