import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { imageFolder } from "../../../src/data/sources/image-folder.ts";
import { checksum } from "../../../src/files/checksum.ts";
import type { RandomStream } from "../../../src/random.ts";
import type { FuzzKind } from "../kind.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const png = (channels: number, depth: 1 | 8 | 16 = 8) => {
  const data = depth === 16 ? new Uint16Array(64 * channels) : new Uint8Array(depth === 1 ? 8 : 64 * channels);
  return encode({ width: 8, height: 8, channels, depth, data: data.map((_, i) => i * 37) }) as Bytes;
};

/** Images in folders. */
export function imagesKinds(): FuzzKind[] {
  const other = png(1);
  const read = async (bytes: Bytes) =>
    imageFolder(
      [
        { name: "a/1.png", bytes },
        { name: "b/1.png", bytes: other },
      ],
      { size: 8 },
    );
  const pixels = Uint8Array.from({ length: 32 * 32 * 4 }, (_, i) => i * 11);
  const photos = [95, 30].map((quality) => jpeg.encode({ width: 32, height: 32, data: pixels }, quality).data);
  return [
    {
      name: "png",
      files: [png(1), png(2), png(3), png(4), png(1, 1), png(3, 16)],
      isChecked: true,
      read,
      forge: withOtherHead,
    },
    { name: "jpeg", files: photos.map((bytes) => Uint8Array.from(bytes)), isChecked: false, read },
  ];
}

const SIDES = [0, 1, 7, 9, 300, 4999, 5000, 65_535, 2 ** 31, 2 ** 32 - 1];

/** A PNG whose first chunk says other sizes, depths, types or interlacing, with the right checksum. */
function withOtherHead(bytes: Bytes, random: RandomStream): Bytes {
  const forged = bytes.slice();
  const view = new DataView(forged.buffer);
  const pick = (list: readonly number[]) => list[random.integer(list.length)];
  for (const at of [16, 20]) if (random.uniform() < 0.5) view.setUint32(at, pick(SIDES));
  if (random.uniform() < 0.4) view.setUint8(24, pick([0, 1, 2, 4, 8, 16, 32, 255]));
  if (random.uniform() < 0.4) view.setUint8(25, pick([0, 1, 2, 3, 4, 5, 6, 7, 255]));
  if (random.uniform() < 0.2) view.setUint8(26 + random.integer(3), random.integer(3));
  view.setUint32(29, Number.parseInt(checksum(forged.subarray(12, 29)), 16));
  return forged;
}
