import type { Fetched } from "../../backend/backend.ts";
import { SIGNAL } from "../../signals/signal.ts";
import type { Measures } from "../run/history.ts";
import { OUTPUTS } from "./trace-evaluation.ts";

/** The numbers among what a program gave back, without its outputs and what was recorded of its layers. */
export function measuresOf(fetched: Fetched): Measures {
  const measures = Object.entries(fetched).filter(([name]) => name !== OUTPUTS && !name.startsWith(SIGNAL));
  return Object.fromEntries(measures.map(([name, [value]]) => [name, value]));
}
