import type { Program } from "../graph/program.ts";
import { images } from "./lower/images/images.ts";
import { type Plan, planning } from "./plan.ts";
import type { PlanOptions } from "./plan-options.ts";
import { atOnce } from "./schedule/in-turns.ts";

/** The plan of any program, made at once. */
export function makePlan(program: Program, options: PlanOptions = {}): Plan {
  return atOnce(planning(program, options, images));
}
