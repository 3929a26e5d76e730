import type { DataReader } from "hyparquet";
import { DamagedPage } from "./expect-runs.ts";

type Delta = typeof import("hyparquet/src/delta.js");

/** Demands that what follows in a page are `count` values by their differences, or texts of which lengths are written so. */
export function expectDeltas(reader: DataReader, encoding: string, count: number, { deltaBinaryUnpack }: Delta): void {
  expectBlocks(reader, count);
  if (encoding === "DELTA_BINARY_PACKED") return;
  const lengths = () => {
    expectBlocks(reader, count);
    const all = new Int32Array(count);
    deltaBinaryUnpack(reader, count, all);
    return all;
  };
  const first = lengths();
  const prefixes = encoding === "DELTA_BYTE_ARRAY" ? first : new Int32Array(count);
  const rests = encoding === "DELTA_BYTE_ARRAY" ? lengths() : first;
  let [before, left] = [0, reader.view.byteLength - reader.offset];
  for (let i = 0; i < count; i++) {
    left -= rests[i];
    if (prefixes[i] < 0 || prefixes[i] > before || rests[i] < 0 || left < 0)
      throw new DamagedPage(`value ${i + 1} of a page with another length than its bytes`);
    before = prefixes[i] + rests[i];
  }
}

/** Looks at the sizes that differences begin with; leaves the reader where it was. */
function expectBlocks({ view, offset }: DataReader, count: number): void {
  let at = offset;
  const next = () => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = view.getUint8(at++);
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new DamagedPage("a length of more than 32 bits");
  };
  const [block, parts, total] = [next(), next(), next()];
  if (total !== count) throw new DamagedPage(`${total} differences in place of ${count}`);
  if (block > 2 ** 20 || !(parts > 0 && block > 0 && block % (8 * parts) === 0))
    throw new DamagedPage(`blocks of ${block} differences in ${parts} parts`);
}
