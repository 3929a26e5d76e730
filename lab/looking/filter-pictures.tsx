import { useCanvas } from "../charts/use-canvas.ts";
import type { Filters } from "../protocol.ts";
import { channelMean } from "./channel-mean.ts";

interface PicturesProps {
  filters: Filters;
  /** The end of the color scale: colors go from -scale to scale. */
  scale: number;
  label: string;
}

/** Space between pictures, as a share of a picture. */
const GAP = 0.14;

/** Filters side by side, in two colors around that of 0. */
export function FilterPictures({ filters, scale, label }: PicturesProps) {
  const { height, width, pixels } = filters;
  const columns = Math.min(8, pixels.length);
  const rows = Math.ceil(pixels.length / columns);
  const canvas = useCanvas(
    ({ context, width: room, colors }) => {
      const [low, middle, high] = [colors.low, colors.middle, colors.high].map(rgbOf);
      const step = room / columns;
      const tall = (step * height) / width;
      const picture = new OffscreenCanvas(width, height);
      const on = picture.getContext("2d");
      if (on === null || low === undefined || middle === undefined || high === undefined) return;
      context.imageSmoothingEnabled = false;
      pixels.forEach((weights, i) => {
        const image = on.createImageData(width, height);
        channelMean(weights, height * width).forEach((value, pixel) => {
          const share = Math.min(1, Math.abs(value) / scale);
          const end = value < 0 ? low : high;
          for (let c = 0; c < 3; c++) image.data[4 * pixel + c] = middle[c] + share * (end[c] - middle[c]);
          image.data[4 * pixel + 3] = Number.isFinite(value) ? 255 : 0;
        });
        on.putImageData(image, 0, 0);
        const [x, y] = [step * (i % columns), tall * Math.floor(i / columns)];
        context.drawImage(picture, x, y, step * (1 - GAP), tall * (1 - GAP));
      });
    },
    [filters, scale],
  );
  return (
    <canvas
      ref={canvas}
      class="filters-pictures"
      style={{ aspectRatio: `${columns * width} / ${rows * height}` }}
      role="img"
      aria-label={label}
    />
  );
}

/** "rgb(1, 2, 3)" or "color(srgb 0.1 0.2 0.3)" */
function rgbOf(color: string): [number, number, number] {
  const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  return color.startsWith("color(") ? [255 * r, 255 * g, 255 * b] : [r, g, b];
}
