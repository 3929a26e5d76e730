import type { Dataset } from "../../data/dataset.ts";
import { checksum } from "../../files/checksum.ts";

/** By which it is seen whether training samples are others; undefined where they are streamed. */
export function dataChecksum({ stream, train: { inputs, targets } }: Dataset): string | undefined {
  if (stream !== undefined) return undefined;
  return [inputs, targets].map(({ data }) => checksum(data)).join("-");
}
