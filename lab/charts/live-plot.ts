import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { logTicks } from "./log-ticks.ts";
import { drawBand, drawEnds, drawLine, type Place, type PlotBand, type PlotLine } from "./plot-marks.ts";
import { type Colors, colorsAt, onThemeChange } from "./theme.ts";

/** What a plot shows. Arrays may grow between two calls. */
export interface PlotModel {
  x: readonly [number, number];
  y: readonly [number, number];
  bands: readonly PlotBand[];
  lines: readonly PlotLine[];
}

export interface PlotOptions {
  log: boolean;
  xTitle: string;
  /** Whether there is nothing between two whole numbers of the horizontal axis. */
  whole: boolean;
  /** Values at the vertical axis. */
  valueText: (value: number) => string;
  /** The pointer is at a place of the horizontal axis, or has left. */
  pointed: (x: number | undefined) => void;
}

export interface LivePlot {
  show(model: PlotModel): void;
  /** Puts the cursor at a place of the horizontal axis. */
  cursorAt(x: number | undefined): void;
  close(): void;
}

/** Curves that are drawn at most once a frame. uPlot has the axes, the scales and the pointer; marks are drawn by us. */
export function livePlot(host: HTMLElement, options: PlotOptions): LivePlot {
  let colors = colorsAt(host);
  let model: PlotModel = { x: [0, 1], y: options.log ? [0.1, 1] : [0, 1], bands: [], lines: [] };
  let [frame, cursor] = [0, undefined as number | undefined];
  const plot = new uPlot(
    settings(options, () => colors, draw),
    dataOf(model),
    host,
  );

  function draw() {
    const { context, place } = placeOf(plot, options.log);
    context.save();
    context.beginPath();
    context.rect(plot.bbox.left, plot.bbox.top - 3, plot.bbox.width + 3 * devicePixelRatio, plot.bbox.height + 6);
    context.clip();
    for (const band of model.bands) drawBand(context, place, band, colors[band.arm]);
    for (const line of model.lines) drawLine(context, place, line, colors[line.arm], colors.paper);
    context.restore();
    context.save();
    drawEnds(context, place, model.lines, colors, plot.bbox);
    context.restore();
  }

  function showCursor() {
    const left = cursor === undefined ? -10 : plot.valToPos(cursor, "x");
    plot.setCursor({ left, top: 0 }, false);
  }

  function paint() {
    frame = 0;
    const [width, height] = [host.clientWidth, host.clientHeight];
    if (width === 0 || height === 0) return;
    if (width !== plot.width || height !== plot.height) plot.setSize({ width, height });
    plot.setData(dataOf(model));
    showCursor();
  }

  const later = () => {
    frame ||= requestAnimationFrame(paint);
  };
  const sizes = new ResizeObserver(later);
  sizes.observe(host);
  plot.over.addEventListener("pointermove", ({ offsetX }) => options.pointed(plot.posToVal(offsetX, "x")));
  plot.over.addEventListener("pointerleave", () => options.pointed(undefined));
  const unwatch = onThemeChange(() => {
    colors = colorsAt(host);
    paint();
  });
  return {
    show(next) {
      model = next;
      later();
    },
    cursorAt(x) {
      cursor = x;
      showCursor();
    },
    close() {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      unwatch();
      plot.destroy();
    },
  };
}

/** uPlot's own data are the corners of what is shown: lines are ours. */
function dataOf({ x, y }: PlotModel): uPlot.AlignedData {
  return [[...x], [...y]];
}

const silent = () => null;

/** Distances of ticks at whole numbers. */
const WHOLE = Array.from({ length: 30 }, (_, i) => Number(`${[1, 2, 5][i % 3]}e${Math.floor(i / 3)}`));

function settings(
  { log, xTitle, whole, valueText }: PlotOptions,
  colors: () => Colors,
  draw: () => void,
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: () => colors().muted,
    font: `11px ${colors().font}`,
    labelFont: `11px ${colors().font}`,
    grid: { stroke: () => colors().line, width: 1 },
    ticks: { show: false },
  };
  return {
    width: 300,
    height: 200,
    padding: [10, 22, 0, 0],
    legend: { show: false },
    // Where the cursor is, only `cursorAt` says: uPlot would also move it when it redraws.
    cursor: {
      y: false,
      points: { show: false },
      bind: {
        mousemove: silent,
        mouseenter: silent,
        mouseleave: silent,
        mousedown: silent,
        mouseup: silent,
        dblclick: silent,
      },
    },
    scales: {
      x: { time: false, range: (_, low, high) => [low, high] },
      y: { distr: log ? 3 : 1, range: (_, low, high) => [low, high] },
    },
    series: [{}, { paths: () => null, points: { show: false } }],
    axes: [
      {
        ...axis,
        label: xTitle,
        labelSize: 18,
        size: 26,
        gap: 4,
        grid: { show: false },
        ...(whole && { incrs: WHOLE }),
      },
      {
        ...axis,
        size: 50,
        ...(log && { splits: (_, __, low: number, high: number) => logTicks(low, high) }),
        gap: 6,
        space: 26,
        values: (_, splits) => tickTexts(splits, valueText),
      },
    ],
    hooks: { draw: [draw] },
  };
}

/** What ticks say; where two of them would say the same, they are more exact. */
function tickTexts(splits: readonly (number | null)[], valueText: (value: number) => string): string[] {
  const ticks = splits.filter((value) => value !== null);
  const isExact = new Set(ticks.map(valueText)).size === ticks.length;
  const textOf = isExact ? valueText : (value: number) => String(Number(value.toPrecision(6)));
  return splits.map((value) => (value === null ? "" : textOf(value)));
}

/** How values become pixels of the canvas. */
function placeOf({ ctx, bbox, scales }: uPlot, log: boolean): { context: CanvasRenderingContext2D; place: Place } {
  const { min: left = 0, max: right = 1 } = scales.x;
  const { min: bottom = 0, max: top = 1 } = scales.y;
  const height = log ? Math.log(top / bottom) : top - bottom;
  const x = (value: number) => bbox.left + ((value - left) / (right - left)) * bbox.width;
  const share = (value: number) => (log ? Math.log(Math.max(value, 1e-300) / bottom) : value - bottom) / height;
  const y = (value: number) => bbox.top + (1 - Math.min(20, Math.max(-20, share(value)))) * bbox.height;
  return { context: ctx, place: { x, y, ratio: devicePixelRatio } };
}
