import { RandomStream } from "../../random.ts";
import { type Range, valueAt } from "./range.ts";

/** What values are drawn from, by key. */
export type Space = Readonly<Record<string, Range | readonly unknown[]>>;

/**
 * Values to try, all different: as many as there are, if lists alone have no more combinations; else drawn at random, each key
 * from a stream of its own. Fewer trials are the first of more trials.
 * Source: Bergstra and Bengio 2012
 */
export function drawTrials(space: Space, trials: number, seed: number): Record<string, unknown>[] {
  const all = combinationsOf(space, trials);
  if (all !== undefined) return all;
  const drawn = new Map<string, Record<string, unknown>>();
  for (let i = 0; drawn.size < trials && i < DRAWS * trials; i++) {
    const values = Object.fromEntries(
      Object.entries(space).map(([key, from]) => [key, drawnFrom(from, new RandomStream(seed, `tune/${key}`, i))]),
    );
    const text = JSON.stringify(Object.keys(space).map((key) => indexOf(space[key], values[key])));
    if (!drawn.has(text)) drawn.set(text, values);
  }
  return [...drawn.values()];
}

/** Draws for each trial, before a space counts as exhausted. */
const DRAWS = 50;

function drawnFrom(from: Range | readonly unknown[], stream: RandomStream): unknown {
  return isList(from) ? from[stream.integer(from.length)] : valueAt(from, stream.uniform());
}

/** Every combination of lists, the first key slowest; undefined if there are more than these, or a range among them. */
function combinationsOf(space: Space, most: number): Record<string, unknown>[] | undefined {
  let all: Record<string, unknown>[] = [{}];
  for (const [key, from] of Object.entries(space)) {
    if (!isList(from) || all.length * from.length > most) return undefined;
    all = all.flatMap((values) => from.map((value) => ({ ...values, [key]: value })));
  }
  return all;
}

/** By which a value is told from others: values of a list may be tricks. */
function indexOf(from: Range | readonly unknown[], value: unknown): unknown {
  return isList(from) ? from.indexOf(value) : value;
}

export function isList(from: Range | readonly unknown[]): from is readonly unknown[] {
  return Array.isArray(from);
}
