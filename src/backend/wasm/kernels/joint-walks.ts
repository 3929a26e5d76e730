import { BYTES } from "../../../graph/primitives.ts";
import { listed, numberOf, type Term, type View } from "../../../plan/kernel.ts";

/** A load that walks beside another one: `bytes` behind it, all along. */
export interface JointWalk {
  /** The term of the other load. */
  beside: number;
  bytes: number;
}

/**
 * Of loads that walk over one buffer by the same strides, the first in memory has a pointer, and the others' distances from it
 * are part of the code: a pointer for each of many would not fit the registers. By terms; undefined for those with a pointer.
 */
export function jointWalks(terms: readonly Term[]): (JointWalk | undefined)[] {
  const first = new Map<string, number>();
  const views = terms.map((term) => (term.op === "load" && term.view.rows === undefined ? term.view : undefined));
  const keys = views.map((view) => view && walkKey(view));
  views.forEach((view, i) => {
    const key = keys[i];
    if (view === undefined || key === undefined) return;
    const other = first.get(key);
    if (other === undefined || view.offset < (views[other] as View).offset) first.set(key, i);
  });
  return views.map((view, i) => {
    const beside = first.get(keys[i] ?? "");
    if (view === undefined || beside === undefined || beside === i) return undefined;
    return { beside, bytes: (view.offset - (views[beside] as View).offset) * BYTES[view.buffer.storage] };
  });
}

function walkKey({ buffer, strides }: View): string {
  return `${numberOf(buffer)}${listed(strides)}`;
}
