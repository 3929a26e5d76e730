import type { ImageFacts } from "./pixels.ts";

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

/**
 * The format and the size of an image, from the first bytes of its file whatever the file is called; undefined for what is
 * neither PNG nor JPEG, or ends before it says its size.
 */
export function imageFacts(bytes: Uint8Array): ImageFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (begins(bytes, PNG)) return pngFacts(view);
  return begins(bytes, JPEG) ? jpegFacts(view) : undefined;
}

/** Signature, length and type of IHDR, then width, height, bit depth and color type: bit 1 of it is color. */
function pngFacts(view: DataView): ImageFacts | undefined {
  if (view.byteLength < 26) return undefined;
  return {
    format: "PNG",
    width: view.getUint32(16),
    height: view.getUint32(20),
    isColor: (view.getUint8(25) & 2) !== 0,
  };
}

/** Segments, each a marker and a length, up to the frame: precision, height, width, components. */
function jpegFacts(view: DataView): ImageFacts | undefined {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at++;
    else if (isFrame(marker))
      return {
        format: "JPEG",
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        isColor: view.getUint8(at + 9) > 1,
      };
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** SOF0 … SOF15 without the tables DHT, JPG and DAC, which lie among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function begins(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}
