import { isInstance } from "../trick/instance.ts";
import { isSchedule, type Schedule } from "./schedule.ts";

/** The schedules of an optimizer, and those that others are made of. */
export function schedulesIn(value: unknown): Schedule[] {
  if (Array.isArray(value)) return value.flatMap(schedulesIn);
  if (!isInstance(value)) return [];
  return [...(isSchedule(value) ? [value] : []), ...Object.values(value.values).flatMap(schedulesIn)];
}
