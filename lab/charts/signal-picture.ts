import type { ArmName } from "../protocol.ts";
import { evenly } from "./evenly.ts";
import type { Growing } from "./growing.ts";
import { logTicks } from "./log-ticks.ts";
import { DASHES, type Place, trace } from "./plot-marks.ts";
import { roundTicks } from "./round-ticks.ts";
import type { Surface2d } from "./use-canvas.ts";

export interface SignalPicture {
  /** Of each side: a curve for each layer, in order. */
  sides: readonly (readonly { step: Growing; value: Growing }[])[];
  range: readonly [number, number];
  log: boolean;
  usual: readonly [number, number] | undefined;
  /** The last step of the axis. */
  steps: number;
  valueText: (value: number) => string;
}

/** Values of a line that are drawn: about one in two pixels. */
const MOST = 120;

const [LEFT, TOP, BOTTOM, BETWEEN, RIGHT] = [46, 16, 20, 12, 6];

/** Where the plots of A and of B lie: side by side, on one vertical scale. */
export function panels(width: number): readonly (readonly [left: number, right: number])[] {
  const each = (width - LEFT - BETWEEN - RIGHT) / 2;
  return [
    [LEFT, LEFT + each],
    [LEFT + each + BETWEEN, width - RIGHT],
  ];
}

/** Where a share of the axis lies in the plot of a side, in CSS. */
export function cursorAt(side: number, share: number): string {
  const each = `(100% - ${LEFT + BETWEEN + RIGHT}px) / 2`;
  return `calc(${LEFT + side * BETWEEN}px + (${side + share}) * ${each})`;
}

/** The layers of A and of B: a line for each, from pale to full with depth. */
export function drawSignals({ context, width, height, colors }: Surface2d, picture: SignalPicture): void {
  const { range, log, usual, steps, valueText } = picture;
  const bottom = height - BOTTOM;
  const few = log ? logTicks(...range) : roundTicks(...range, 3);
  const [from, to] = log ? [Math.log(range[0]), Math.log(range[1])] : range;
  const y = (value: number) => bottom - (((log ? Math.log(value) : value) - from) / (to - from)) * (bottom - TOP);
  const font = (weight: number, size: number) => `${weight} ${size}px ${colors.font}`;

  context.font = font(400, 11);
  context.textBaseline = "middle";
  context.textAlign = "right";
  context.fillStyle = colors.muted;
  for (const value of few) context.fillText(valueText(value), LEFT - 6, y(value));

  panels(width).forEach(([left, right], i) => {
    const arm: ArmName = i === 0 ? "a" : "b";
    const x = (step: number) => left + (step / steps) * (right - left);
    context.strokeStyle = colors.line;
    context.lineWidth = 1;
    context.beginPath();
    for (const value of few) {
      context.moveTo(left, Math.round(y(value)) + 0.5);
      context.lineTo(right, Math.round(y(value)) + 0.5);
    }
    context.stroke();
    if (usual !== undefined) {
      context.fillStyle = colors.ink;
      context.globalAlpha = 0.07;
      context.fillRect(left, y(usual[1]), right - left, y(usual[0]) - y(usual[1]));
      context.globalAlpha = 1;
    }
    context.save();
    context.beginPath();
    context.rect(left, TOP - 2, right - left, bottom - TOP + 4);
    context.clip();
    drawLayers(context, picture.sides[i], { x, y, ratio: 1 }, colors[arm], log);
    context.restore();
    context.fillStyle = colors[arm];
    context.font = font(700, 12);
    context.textAlign = "left";
    context.fillText(arm.toUpperCase(), left, 6);
    context.fillStyle = colors.muted;
    context.font = font(400, 11);
    const ends = right - left > 120 ? [0, steps] : [steps];
    for (const step of ends) {
      context.textAlign = step === 0 ? "left" : "right";
      context.fillText(String(step), x(step), bottom + 11);
    }
  });
}

/** Those between first, so that the first layer (dashed) and the last (bold) lie on top. */
function drawLayers(
  context: CanvasRenderingContext2D,
  layers: SignalPicture["sides"][number],
  place: Place,
  color: string,
  log: boolean,
): void {
  const last = layers.length - 1;
  const order = layers.map((_, i) => i).sort((a, b) => Number(isEnd(a, last)) - Number(isEnd(b, last)) || a - b);
  context.strokeStyle = color;
  context.lineJoin = "round";
  for (const i of order) {
    const { step, value } = layers[i];
    context.beginPath();
    trace(context, place, thinned(step, value, log));
    context.globalAlpha = isEnd(i, last) ? 1 : 0.25 + (0.4 * i) / Math.max(1, last);
    context.lineWidth = i === last ? 2.5 : isEnd(i, last) ? 1.75 : 1;
    context.setLineDash(i === 0 && last > 0 ? DASHES.a.map((length) => length / 1.75) : []);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function isEnd(i: number, last: number): boolean {
  return i === 0 || i === last;
}

/** As many values as there is room for, each the last of some; on a log axis what is not above 0 is a gap. */
function thinned(step: Growing, value: Growing, log: boolean): { x: number[]; y: number[]; length: number } {
  const indices = evenly(value.length, MOST);
  return {
    x: indices.map((i) => step.values[i]),
    y: indices.map((i) => (log && value.values[i] <= 0 ? Number.NaN : value.values[i])),
    length: indices.length,
  };
}
