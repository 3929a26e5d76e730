import type { RandomStream } from "../../random.ts";
import { bounds, type Knot, movePoints, type Polyline, spline } from "./curve.ts";
import { GLYPHS, type Glyph } from "./glyphs.ts";
import { SIDE, type Trace } from "./pen.ts";

/** The side of the box that a digit fills, in pixels. */
const BOX = 20;

/**
 * How much handwriting varies: ranges of uniform numbers, and standard deviations of normal ones. Chosen so that a linear
 * model misreads about one digit in ten, and a small convolutional network one in fifty.
 */
const HAND = {
  /** Of every knot, in hundredths of the height. */
  jitter: [2, 6],
  /** Of the smooth field that bends the whole digit, in hundredths of the height. */
  bend: [2, 7],
  /** To the right, per unit of height. */
  slant: { mean: 0.12, std: 0.22 },
  turn: 0.12,
  width: { mean: 0.9, std: 0.17, least: 0.7 },
  /** How much wider the foot is than the waist. */
  taper: 0.2,
  /** How far the waist lies below the middle. */
  sag: 0.05,
} as const;

/** The pen; lengths in pixels. */
const PEN = {
  /** Half the width of the thinnest line. */
  radius: 0.6,
  /** The largest amount that is added, uniformly. */
  extra: 0.7,
  /** Added times the square of a uniform number, so seldom. */
  boldness: 0.8,
  /** Over how many pixels the edge fades. */
  softness: [0.9, 1.5],
  /** The difference in pressure between the ends of a line. */
  tilt: 0.3,
  /** How uneven the line is. */
  roughness: 0.15,
} as const;

/** One written digit, in the middle of the image. */
export interface Writing {
  traces: Trace[];
  /** Over how many pixels the edge of the pen fades. */
  softness: number;
}

/** Writes a digit once: chooses one of its glyphs, then varies the hand and the pen. */
export function write(digit: number, random: RandomStream): Writing {
  const lines = deform(choose(GLYPHS[digit], random), random);
  const radius = penRadius(random);
  const softness = random.between(...PEN.softness);
  fillBox(lines, radius + softness / 2);
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

/** The strokes of a glyph, deformed by one hand. */
function deform(glyph: Glyph, random: RandomStream): Polyline[] {
  const jitter = random.between(...HAND.jitter);
  const lines = glyph.strokes.map((stroke) => spline(shake(stroke, jitter, random)));
  const bend = bendField(random.between(...HAND.bend), random);
  const shape = proportions(random);
  movePoints(lines, (x, y) => shape(...bend(x, y)));
  return lines;
}

/** Moves a stroke a little as a whole, and each of its knots. */
function shake(stroke: readonly Knot[], jitter: number, random: RandomStream): Knot[] {
  const [right, down] = [0.6 * jitter * random.normal(), 0.6 * jitter * random.normal()];
  return stroke.map(({ x, y, corner }) => ({
    x: x + right + jitter * random.normal(),
    y: y + down + jitter * random.normal(),
    corner,
  }));
}

/** A smooth displacement: a quadratic B-spline over 4 × 4 random vectors. */
function bendField(strength: number, random: RandomStream): (x: number, y: number) => [number, number] {
  const vectors = Array.from({ length: 32 }, () => 1.8 * strength * random.normal());
  return (x, y) => {
    const [column, wx] = splineWeights(x);
    const [row, wy] = splineWeights(y);
    let [right, down] = [0, 0];
    for (let j = 0; j < 3; j++)
      for (let i = 0; i < 3; i++) {
        const at = 2 * ((row + j) * 4 + column + i);
        right += wx[i] * wy[j] * vectors[at];
        down += wx[i] * wy[j] * vectors[at + 1];
      }
    return [x + right, y + down];
  };
}

/** The first of the three grid lines that count at a coordinate from −10 to 110, and their weights. */
function splineWeights(coordinate: number): [line: number, weights: [number, number, number]] {
  const u = Math.max(0, Math.min(1.999, (coordinate + 10) / 60));
  const line = Math.floor(u);
  const t = u - line;
  return [line, [((1 - t) * (1 - t)) / 2, 0.5 + t - t * t, (t * t) / 2]];
}

/** Slants, turns, widens and tapers a digit. */
function proportions(random: RandomStream): (x: number, y: number) => [number, number] {
  const slant = HAND.slant.mean + HAND.slant.std * random.normal();
  const turn = HAND.turn * random.normal();
  const width = Math.max(HAND.width.least, HAND.width.mean + HAND.width.std * random.normal());
  const taper = HAND.taper * random.normal();
  const sag = HAND.sag * random.normal();
  return (x, y) => {
    const v = (y - 50) / 50;
    const down = v + sag * (1 - v * v);
    const right = ((x - 45) / 50) * width * Math.max(0.3, 1 + taper * v) - slant * down;
    return [right - turn * down, down + turn * right];
  };
}

function penRadius(random: RandomStream): number {
  const u = random.uniform();
  return PEN.radius + PEN.extra * random.uniform() + PEN.boldness * u * u;
}

/** Scales lines so that, drawn `margin` thick, they fill the box in the middle of the image. */
function fillBox(lines: readonly Polyline[], margin: number): void {
  const { left, right, top, bottom } = bounds(lines);
  const scale = (BOX - 2 * margin) / Math.max(right - left, bottom - top);
  movePoints(lines, (x, y) => [
    SIDE / 2 + scale * (x - (left + right) / 2),
    SIDE / 2 + scale * (y - (top + bottom) / 2),
  ]);
}

/** Adds the radius of the pen to every point of a line. */
function press(line: Polyline, radius: number, random: RandomStream): Trace {
  const tilt = PEN.tilt * random.normal();
  const points = line.length / 2;
  const trace: number[] = [];
  for (let i = 0; i < points; i++) {
    const pressure = 1 + tilt * (i / points - 0.5) + PEN.roughness * random.normal();
    trace.push(line[2 * i], line[2 * i + 1], radius * Math.max(0.5, pressure));
  }
  return trace;
}
