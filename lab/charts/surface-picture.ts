import type { PlanePoints, Surface } from "../protocol.ts";
import { levelLines } from "./level-lines.ts";
import { type LinearScale, linearScale } from "./linear-scale.ts";
import { planeColors, planeImage } from "./plane-colors.ts";
import type { Surface2d } from "./use-canvas.ts";

export interface SurfacePicture {
  values: Float32Array;
  side: number;
  bounds: Surface["bounds"];
  range: readonly [number, number];
  /** Where the line is drawn. */
  level: number;
  samples: PlanePoints | undefined;
  /** What the samples say, from the least to the greatest. */
  targets: readonly [number, number];
  /** Whether samples are of classes, of which the first has circles and others triangles. */
  isOfClasses: boolean;
}

const [LEFT, BOTTOM] = [32, 18];

/** What a network, or a unit within, says of each point of the plane; a line where it is in the middle; samples on top. */
export function drawSurface(on: Surface2d, picture: SurfacePicture): void {
  const { values, side, bounds, range, level, samples } = picture;
  const { context, width, height, colors } = on;
  const [left, right, bottom, top] = bounds;
  const x = linearScale([left, right], [LEFT, width - 1]);
  const y = linearScale([bottom, top], [height - BOTTOM, 1]);
  const palette = planeColors(colors);
  const [across, down] = [(width - 1 - LEFT) / (side - 1), (height - BOTTOM - 1) / (side - 1)];
  context.save();
  context.beginPath();
  context.rect(LEFT, 1, width - 1 - LEFT, height - BOTTOM - 1);
  context.clip();
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  // The values are at the centers of the pixels: the picture is half a pixel larger on every side.
  context.drawImage(
    planeImage(values, side, range, palette),
    LEFT - across / 2,
    1 - down / 2,
    across * side,
    down * side,
  );
  const pieces = levelLines(values, side, side, level);
  context.beginPath();
  for (let i = 0; i < pieces.length; i += 4) {
    context.moveTo(LEFT + pieces[i] * across, 1 + pieces[i + 1] * down);
    context.lineTo(LEFT + pieces[i + 2] * across, 1 + pieces[i + 3] * down);
  }
  context.lineWidth = 2;
  context.lineCap = "round";
  context.strokeStyle = colors.ink;
  context.stroke();
  if (samples !== undefined) drawSamples(context, x, y, samples, picture, colors);
  context.restore();
  drawScales(on, x, y);
}

function drawSamples(
  context: CanvasRenderingContext2D,
  x: (value: number) => number,
  y: (value: number) => number,
  { x: xs, y: ys, targets }: PlanePoints,
  { targets: [least, most], isOfClasses }: SurfacePicture,
  colors: Surface2d["colors"],
): void {
  context.lineWidth = 1;
  context.strokeStyle = colors.paper;
  const size = xs.length > 250 ? 2.6 : 3.4;
  for (let i = 0; i < xs.length; i++) {
    const share = 100 * Math.min(1, Math.max(0, (targets[i] - least) / (most - least || 1)));
    const [px, py] = [x(xs[i]), y(ys[i])];
    context.beginPath();
    if (!isOfClasses || targets[i] === 0) context.arc(px, py, size, 0, 2 * Math.PI);
    else {
      context.moveTo(px, py - 1.35 * size);
      context.lineTo(px + 1.2 * size, py + 0.9 * size);
      context.lineTo(px - 1.2 * size, py + 0.9 * size);
      context.closePath();
    }
    context.fillStyle = inPlaneColor(share, colors);
    context.fill();
    context.stroke();
  }
}

/** Full colors at the ends; between them, those of the plane. */
function inPlaneColor(percent: number, { low, middle, high }: Surface2d["colors"]): string {
  if (percent <= 50) return `color-mix(in srgb, ${middle} ${2 * percent}%, ${low})`;
  return `color-mix(in srgb, ${high} ${2 * percent - 100}%, ${middle})`;
}

function drawScales({ context, width, height, colors }: Surface2d, x: LinearScale, y: LinearScale) {
  context.font = `400 11px ${colors.font}`;
  context.fillStyle = colors.muted;
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (const value of x.ticks(4)) if (x(value) < width - 8) context.fillText(text(value), x(value), height - 8);
  context.textAlign = "right";
  for (const value of y.ticks(4)) if (y(value) > 8) context.fillText(text(value), LEFT - 5, y(value));
}

function text(value: number): string {
  return String(value).replace("-", "−");
}
