import type { RandomStream } from "../../../random.ts";
import { GLYPHS, type Glyph, type Knot } from "./glyphs.ts";
import { SIDE, type Trace } from "./pen.ts";

/** The box that a digit fills in the middle of its image, in pixels. */
const BOX = 20;
/** Line segments per piece of a curve. */
const STEPS = 4;

/** A curve as points [x0, y0, x1, y1, …]. */
type Polyline = number[];

/** How one digit is written. */
export interface Writing {
  traces: Trace[];
  /** Pixels over which the edge of the pen fades. */
  softness: number;
}

const P = { wm: 0.6, j0: 2, j1: 7, b0: 2, b1: 7, s0: 0.12, s1: 0.25, turn: 0.12, w0: 0.9, w1: 0.2, taper: 0.2, sag: 0.08, t0: 0.6, t1: 0.7, t2: 1.0, t3: 0, tilt: 0.3, rough: 0.15, ...JSON.parse(process.env.P ?? "{}") };
/** Writes a digit once: chooses among its glyphs, then lets the hand and the pen vary. */
export function write(digit: number, random: RandomStream): Writing {
  const lines = deform(choose(GLYPHS[digit], random), random);
  const radius = penRadius(random);
  const softness = random.between(0.9, 1.5);
  fill(lines, radius + softness / 2);
  return { traces: lines.map((line) => press(line, radius, random)), softness };
}

function choose(glyphs: readonly Glyph[], random: RandomStream): Glyph {
  let left = random.uniform() * glyphs.reduce((sum, glyph) => sum + glyph.weight, 0);
  for (const glyph of glyphs) {
    left -= glyph.weight;
    if (left < 0) return glyph;
  }
  return glyphs[glyphs.length - 1];
}

/** Half the width of the pen, in pixels: thin ones are common, thick ones rare. */
function penRadius(random: RandomStream): number {
  const u = random.uniform();
  const v = u * u * u * u;
  return P.t0 + P.t1 * random.uniform() + P.t2 * u * u + P.t3 * v * v;
}

/** The strokes of a glyph with every point moved a little, bent by a smooth field, slanted, turned and stretched. */
function deform(glyph: Glyph, random: RandomStream): Polyline[] {
  const jitter = random.between(P.j0, P.j1);
  const lines = glyph.strokes.map((stroke) => flatten(shake(stroke, jitter, random)));
  const bend = bendField(random.between(P.b0, P.b1), random);
  const move = skew(random);
  for (const line of lines) mapPoints(line, (x, y) => move(...bend(x, y)));
  return lines;
}

/** The proportions of one hand: slanted, turned, wide or narrow, heavy at the top or at the foot. */
function skew(random: RandomStream): (x: number, y: number) => [number, number] {
  const slant = P.s0 + P.s1 * random.normal();
  const turn = P.turn * random.normal();
  const width = Math.max(P.wm, P.w0 + P.w1 * random.normal());
  const taper = P.taper * random.normal();
  const sag = P.sag * random.normal();
  return (x, y) => {
    const [u, v] = [(x - 45) / 50, (y - 50) / 50];
    const w = v + sag * (1 - v * v);
    const right = width * u * Math.max(0.3, 1 + taper * v) - slant * w;
    return [50 * (right - turn * w), 50 * (w + turn * right)];
  };
}

function shake(stroke: readonly Knot[], jitter: number, random: RandomStream): Knot[] {
  const [shiftX, shiftY] = [0.6 * jitter * random.normal(), 0.6 * jitter * random.normal()];
  return stroke.map(({ x, y, corner }) => ({
    x: x + shiftX + jitter * random.normal(),
    y: y + shiftY + jitter * random.normal(),
    corner,
  }));
}

/** A quadratic B-spline that passes through its ends and its corners, as a polyline. */
function flatten(stroke: readonly Knot[]): Polyline {
  const controls = stroke.slice(1, -1).flatMap((knot) => (knot.corner ? [knot, knot] : [knot]));
  const end = stroke[stroke.length - 1];
  const line: Polyline = [stroke[0].x, stroke[0].y];
  let from: { x: number; y: number } = stroke[0];
  for (const [i, control] of controls.entries()) {
    const next = controls[i + 1];
    const to = next === undefined ? end : { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 };
    for (let step = 1; step <= STEPS; step++) line.push(...between(from, control, to, step / STEPS));
    from = to;
  }
  return line;
}

/** The point at t of the quadratic Bézier curve a, b, c. */
function between(a: { x: number; y: number }, b: { x: number; y: number }, c: { x: number; y: number }, t: number) {
  const [p, q, r] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
  return [p * a.x + q * b.x + r * c.x, p * a.y + q * b.y + r * c.y];
}

/** A smooth displacement: a uniform quadratic B-spline over 4 × 4 random vectors of standard deviation `strength`. */
function bendField(strength: number, random: RandomStream): (x: number, y: number) => [number, number] {
  const grid = Array.from({ length: 32 }, () => 1.8 * strength * random.normal());
  return (x, y) => {
    const [column, wx] = splineWeights(x);
    const [row, wy] = splineWeights(y);
    let [dx, dy] = [0, 0];
    for (let j = 0; j < 3; j++)
      for (let i = 0; i < 3; i++) {
        const at = 2 * ((row + j) * 4 + column + i);
        dx += wx[i] * wy[j] * grid[at];
        dy += wx[i] * wy[j] * grid[at + 1];
      }
    return [x + dx, y + dy];
  };
}

/** The first of three grid lines that act at a coordinate from −10 to 110, and their weights. */
function splineWeights(coordinate: number): [number, [number, number, number]] {
  const u = Math.max(0, Math.min(1.999, (coordinate + 10) / 60));
  const cell = Math.floor(u);
  const t = u - cell;
  return [cell, [((1 - t) * (1 - t)) / 2, 0.5 + t - t * t, (t * t) / 2]];
}

/** Scales lines so that they fill the middle of the image, the width of the pen and its soft edge included. */
function fill(lines: readonly Polyline[], margin: number): void {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const line of lines)
    for (let i = 0; i < line.length; i += 2) {
      left = Math.min(left, line[i]);
      right = Math.max(right, line[i]);
      top = Math.min(top, line[i + 1]);
      bottom = Math.max(bottom, line[i + 1]);
    }
  const scale = (BOX - 2 * margin) / Math.max(right - left, bottom - top, 1);
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  for (const line of lines)
    mapPoints(line, (x, y) => [SIDE / 2 + scale * (x - middleX), SIDE / 2 + scale * (y - middleY)]);
}

/** The pen presses more at one end of a line than at the other, and its edge is not quite even. */
function press(line: Polyline, radius: number, random: RandomStream): Trace {
  const tilt = P.tilt * random.normal();
  const points = line.length / 2;
  return Array.from({ length: points }, (_, i) => {
    const pressure = 1 + tilt * (i / points - 0.5) + P.rough * random.normal();
    return [line[2 * i], line[2 * i + 1], radius * Math.max(0.5, pressure)];
  }).flat();
}

function mapPoints(line: Polyline, move: (x: number, y: number) => readonly [number, number]): void {
  for (let i = 0; i < line.length; i += 2) [line[i], line[i + 1]] = move(line[i], line[i + 1]);
}
