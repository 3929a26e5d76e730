import type { RandomStream } from "../../random.ts";

/** The side of an image, in pixels. */
export const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** The noise of the ink, where black is 1. */
const GRAIN = 0.06;
/** The blank margin around the box of a digit, in pixels; no digit is moved farther. */
const MARGIN = 4;

/** A line as the pen draws it: [x0, y0, radius0, x1, y1, radius1, …] in pixels. */
export type Trace = readonly number[];

/** A round pen, for any number of images. */
export class Pen {
  /** How far inside the ink the center of each pixel lies, in pixels; negative outside. */
  readonly #depth = new Float64Array(PIXELS);
  /** From 0 to 1. */
  readonly #ink = new Float64Array(PIXELS);

  /**
   * Draws traces into a blank image [28, 28] of bytes, moved by whole pixels so that the center of mass lies in the middle,
   * or as near to it as the blank margin allows.
   * @param softness over how many pixels the edge of the ink fades.
   */
  draw(traces: readonly Trace[], softness: number, random: RandomStream, image: Uint8Array): void {
    this.#depth.fill(-SIDE);
    for (const trace of traces)
      for (let i = 0; i + 5 < trace.length; i += 3)
        this.#segment(trace[i], trace[i + 1], trace[i + 2], trace[i + 3], trace[i + 4], trace[i + 5]);
    for (let i = 0; i < PIXELS; i++) this.#ink[i] = Math.max(0, Math.min(1, this.#depth[i] / softness + 0.5));
    this.#print(random, image);
  }

  /** A straight line whose radius changes evenly. */
  #segment(x0: number, y0: number, radius0: number, x1: number, y1: number, radius1: number): void {
    const reach = Math.max(radius0, radius1) + 1;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const scale = 1 / Math.max(dx * dx + dy * dy, 1e-12);
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    const right = Math.min(SIDE - 1, Math.floor(Math.max(x0, x1) + reach));
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    const bottom = Math.min(SIDE - 1, Math.floor(Math.max(y0, y1) + reach));
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) {
        const [px, py] = [column + 0.5 - x0, row + 0.5 - y0];
        const t = Math.max(0, Math.min(1, (px * dx + py * dy) * scale));
        const [ex, ey] = [px - t * dx, py - t * dy];
        const depth = radius0 + t * (radius1 - radius0) - Math.sqrt(ex * ex + ey * ey);
        const pixel = row * SIDE + column;
        if (depth > this.#depth[pixel]) this.#depth[pixel] = depth;
      }
  }

  #print(random: RandomStream, image: Uint8Array): void {
    const [right, down] = this.#toMiddle();
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      if (this.#ink[pixel] === 0) continue;
      const ink = Math.max(0, Math.min(1, this.#ink[pixel] + GRAIN * (random.uniform() - 0.5)));
      const row = Math.floor(pixel / SIDE) + down;
      const column = (pixel % SIDE) + right;
      if (row >= 0 && row < SIDE && column >= 0 && column < SIDE)
        image[row * SIDE + column] = Math.floor(255 * ink + 0.5);
    }
  }

  /** How many columns and rows the ink must move so that its center of mass lies in pixel (14, 14). */
  #toMiddle(): [right: number, down: number] {
    let [mass, x, y] = [0, 0, 0];
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++) {
        const ink = this.#ink[row * SIDE + column];
        mass += ink;
        x += ink * column;
        y += ink * row;
      }
    return [wholeShift(x / mass), wholeShift(y / mass)];
  }
}

function wholeShift(mean: number): number {
  return Math.max(-MARGIN, Math.min(MARGIN, Math.floor(SIDE / 2 - mean + 0.5)));
}
