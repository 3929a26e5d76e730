import { type Term, termKey } from "./kernel.ts";
import { sameView } from "./same-view.ts";

/** The last place in an expression of a term that computes the same as this one, or −1. */
export function lastEqual(terms: readonly Term[], term: Term): number {
  return terms.findLastIndex((other) =>
    term.op === "load"
      ? other.op === "load" && sameView(other.view, term.view)
      : other.op === term.op && termKey(other) === termKey(term),
  );
}
