/** The side of an image, in pixels. */
export const SIDE = 28;

/** A line as the pen draws it: points [x0, y0, r0, x1, y1, r1, …] in pixels, r being half the width of the pen there. */
export type Trace = readonly number[];

/** Drawn deeper than this below the paper, a pixel is full of ink however soft the pen. */
const OUTSIDE = -1e9;

/** Draws traces with a round pen whose edge fades over `softness` pixels: how far inside the ink every pixel lies. */
export class Pen {
  readonly #depth = new Float64Array(SIDE * SIDE);

  clear(): void {
    this.#depth.fill(OUTSIDE);
  }

  draw(trace: Trace): void {
    for (let i = 0; i + 5 < trace.length; i += 3)
      this.#segment(trace[i], trace[i + 1], trace[i + 2], trace[i + 3], trace[i + 4], trace[i + 5]);
  }

  /** Ink from 0 to 1 at a pixel. */
  ink(pixel: number, softness: number): number {
    return Math.max(0, Math.min(1, this.#depth[pixel] / softness + 0.5));
  }

  shift(softness: number): [number, number] {
    let [mass, x, y] = [0, 0, 0];
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const ink = this.ink(pixel, softness);
      const row = Math.floor(pixel / SIDE);
      mass += ink;
      x += ink * (pixel - row * SIDE);
      y += ink * row;
    }
    return [toMiddle(x / mass), toMiddle(y / mass)];
  }

  #segment(x0: number, y0: number, r0: number, x1: number, y1: number, r1: number): void {
    const reach = Math.max(r0, r1) + 1;
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
        const depth = r0 + t * (r1 - r0) - Math.sqrt(ex * ex + ey * ey);
        const pixel = row * SIDE + column;
        if (depth > this.#depth[pixel]) this.#depth[pixel] = depth;
      }
  }
}

function toMiddle(mean: number): number {
  return Math.max(-4, Math.min(4, Math.floor(SIDE / 2 - mean + 0.5)));
}
