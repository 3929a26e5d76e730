import * as v from "valibot";
import { custom, type Demanded, type Option } from "../../options.ts";
import { isOptimizer, type Optimizer } from "../optimizer.ts";

/** An option that takes an optimizer, a chain of stages included. */
export function optimizerOption(doc: string): Option<Optimizer> & Demanded {
  return custom(v.custom<Optimizer>(isOptimizer), undefined, "an optimizer", doc, ["optimizers", "transforms"]);
}
