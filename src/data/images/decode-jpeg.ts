import { optionalPackage } from "../files/optional-package.ts";
import type { Pixels } from "./pixels.ts";

/** What is used of the package jpeg-js. */
interface Jpeg {
  decode(
    bytes: Uint8Array,
    options: {
      useTArray: boolean;
      formatAsRGBA: boolean;
      tolerantDecoding: boolean;
      maxResolutionInMP: number;
      maxMemoryUsageInMB: number;
    },
  ): { width: number; height: number; data: Uint8Array };
}

/** By its own count it needs up to 20 bytes a pixel, by the system's about 50. */
const LIMITS = { maxResolutionInMP: 25, maxMemoryUsageInMB: 512 };

/** The pixels of a JPEG, as RGB. @throws what jpeg-js does for a damaged file; a usage error where it is not installed. */
export async function decodeJpeg(bytes: Uint8Array, where: string): Promise<Pixels> {
  const found = (await optionalPackage("jpeg-js", where, "reads JPEG files")) as { default?: Jpeg } & Jpeg;
  const { decode } = found.default ?? found;
  const { height, width, data } = decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    ...LIMITS,
  });
  return { height, width, channels: 3, data };
}
