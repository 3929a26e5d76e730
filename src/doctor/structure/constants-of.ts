import type { Optimizer } from "../../optimize/optimizer.ts";
import { stagesOf } from "./stages-of.ts";

/** A number of an optimizer. */
export interface Constant {
  /** The name of the optimizer, "adam". */
  readonly optimizer: string;
  readonly option: string;
  readonly value: number;
}

/** The numbers of an optimizer and of those in it; schedules are none. */
export function constantsOf(optimizer: Optimizer): Constant[] {
  return stagesOf(optimizer).flatMap(({ name, values }) =>
    Object.entries(values).flatMap(([option, value]) =>
      typeof value === "number" ? [{ optimizer: name, option, value }] : [],
    ),
  );
}
