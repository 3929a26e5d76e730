import type { ProductOperand } from "./product-operand.ts";

/** What is read at once: a word, or four neighbors along the lines or along k. */
export type Read = "words" | "lines" | "inner";

interface Extents {
  readonly batch: readonly number[];
  readonly lines: readonly number[];
  readonly inner: readonly number[];
}

/** How an operand is read from a room that is declared as fours. Every buffer begins at a multiple of four words. */
export function readOf({ view, batch, lines, inner }: ProductOperand, extents: Extents): Read {
  const across = steps(extents.batch, batch);
  const [line, step] = [steps(extents.lines, lines), steps(extents.inner, inner)];
  if (![view.offset, ...across.map(({ stride }) => stride)].every(byFours)) return "words";
  // The last four lines may lie partly beyond the edge: what is read there is not stored. What lies beyond k would be added.
  if (neighborsByFours(line, line.length === 1) && step.every(({ stride }) => byFours(stride))) return "lines";
  if (neighborsByFours(step, false) && line.every(({ stride }) => byFours(stride))) return "inner";
  return "words";
}

interface Axis {
  readonly extent: number;
  readonly stride: number;
}

/** The axes along which there is a step. */
function steps(extents: readonly number[], strides: readonly number[]): readonly Axis[] {
  return extents.map((extent, axis) => ({ extent, stride: strides[axis] })).filter(({ extent }) => extent !== 1);
}

/** Whether four from every fourth on are neighbors that begin at a multiple of four. */
function neighborsByFours(axes: readonly Axis[], mayEndWithin: boolean): boolean {
  const last = axes.at(-1);
  if (last?.stride !== 1 || !(mayEndWithin || byFours(last.extent))) return false;
  return axes.slice(0, -1).every(({ stride }) => byFours(stride));
}

export function byFours(number: number): boolean {
  return number % 4 === 0;
}
