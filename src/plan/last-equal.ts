import type { Term } from "./kernel.ts";
import { sameNumbers, sameView } from "./same-view.ts";

/** The last place in an expression of a term that computes the same as this one, or −1. */
export function lastEqual(terms: readonly Term[], term: Term): number {
  for (let i = terms.length - 1; i >= 0; i--) if (terms[i].op === term.op && equal(terms[i], term)) return i;
  return -1;
}

/** Whether two terms of one operation compute the same. */
function equal(a: Term, b: Term): boolean {
  if ("args" in a) return "args" in b && sameNumbers(a.args, b.args);
  if (a.op === "load") return b.op === "load" && sameView(a.view, b.view);
  if (a.op === "constant") return b.op === "constant" && Object.is(a.value, b.value);
  return b.op === "index" && a.offset === b.offset && sameNumbers(a.strides, b.strides);
}
