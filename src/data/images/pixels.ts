/** A decoded image: bytes [height, width, channels], where 1 is gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
export interface Pixels {
  height: number;
  width: number;
  channels: number;
  data: Uint8Array;
}

/** What the head of an image file says of it. */
export interface ImageFacts {
  format: "PNG" | "JPEG";
  height: number;
  width: number;
  /** Whether it may have colors; a palette counts as colors. */
  isColor: boolean;
}
