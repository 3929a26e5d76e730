import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import type { Source } from "../../data/source.ts";
import { horizontalAxis, verticalAxis } from "../chart/axes.ts";
import { figure } from "../chart/figure.ts";
import { seriesClass } from "../chart/palette.ts";
import { pictureStyle } from "../chart/picture-style.ts";
import { element } from "../page/markup.ts";

const [WIDTH, HEIGHT] = [520, 380];
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 14, 14, 40];
/** Enough to see the shape, and few enough for a small file. */
const MOST_POINTS = 300;

/** The training samples of a source of points in the plane, a color for each class; equal lengths in both directions. */
export async function pointsPlot(source: Source): Promise<string> {
  const { train, classes = [] } = await source;
  const { shape, data } = train.inputs;
  const points = Array.from({ length: Math.min(MOST_POINTS, shape[0]) }, (_, i) => [data[2 * i], data[2 * i + 1]]);
  const [[left = 0, right = 1], [low = 0, high = 1]] = [0, 1].map((axis) => extent(points, (point) => point[axis]));
  const [width, height] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM];
  const reach = 1.05 * Math.max((right - left) / width, (high - low) / height);
  const about = (from: number, to: number, pixels: number) => {
    const [center, half] = [(from + to) / 2, (reach * pixels) / 2];
    return [center - half, center + half];
  };
  const x = scaleLinear(about(left, right, width), [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear(about(low, high, height), [HEIGHT - BOTTOM, TOP]);
  const dots = (label: number) =>
    points
      .filter((_, i) => train.targets.data[i] === label)
      .map((point) => `M${x(point[0]).toFixed(1)},${y(point[1]).toFixed(1)}h0`)
      .join("");
  const svg = figure(
    {
      id: source.name,
      title: `Points of ${source.name}`,
      description: `${points.length} training samples of ${source.name} in ${classes.length} classes.`,
      width: WIDTH,
      height: HEIGHT,
    },
    undefined,
    pictureStyle(),
    verticalAxis(y, { left: LEFT, right: WIDTH - RIGHT }),
    horizontalAxis(x, { ticks: x.ticks(6), tickText: x.tickFormat(6), title: "x", bottom: HEIGHT - BOTTOM }),
    classes.map((_, label) =>
      element("path", {
        class: seriesClass(label + 1),
        d: dots(label),
        style: "fill:none;stroke:var(--series);stroke-width:4;stroke-linecap:round",
      }),
    ),
  );
  return `${svg.source}\n`;
}
