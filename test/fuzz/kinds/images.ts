import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { imageFolder } from "../../../src/data/sources/image-folder.ts";
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
    { name: "png", files: [png(1), png(2), png(3), png(4), png(1, 1), png(3, 16)], isChecked: true, read },
    { name: "jpeg", files: photos.map((bytes) => Uint8Array.from(bytes)), isChecked: false, read },
  ];
}
