import type { Pixels } from "./pixels.ts";

/** Weights of red, green and blue in gray: ITU-R BT.601, as in JPEG. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * The image with 1 (gray), 3 (RGB) or 4 channels (RGB and alpha). Where alpha goes, what is transparent shows the
 * `background`, from 0 (black) to 255 (white).
 */
export function toChannels(image: Pixels, channels: number, background: number): Pixels {
  if (image.channels === channels) return image;
  const { height, width, data } = image;
  const pixels = height * width;
  const out = new Uint8Array(pixels * channels);
  const isColor = image.channels > 2;
  const hasAlpha = image.channels % 2 === 0;
  for (let i = 0; i < pixels; i++) {
    const at = i * image.channels;
    const alpha = hasAlpha ? data[at + image.channels - 1] : 255;
    const share = channels === 4 ? 1 : alpha / 255;
    const rest = (1 - share) * background;
    const red = share * data[at] + rest;
    const green = isColor ? share * data[at + 1] + rest : red;
    const blue = isColor ? share * data[at + 2] + rest : red;
    if (channels === 1) out[i] = Math.round(RED * red + GREEN * green + BLUE * blue);
    else {
      out[i * channels] = Math.round(red);
      out[i * channels + 1] = Math.round(green);
      out[i * channels + 2] = Math.round(blue);
    }
    if (channels === 4) out[i * 4 + 3] = alpha;
  }
  return { height, width, channels, data: out };
}
