import type { Advice } from "evenkeel";
import { texts } from "../texts/language.ts";
import { plainChange } from "./with-cure.ts";

/** "init: heNormal, norm: batch" */
export function changeText(advice: Pick<Advice, "change">): string {
  const shown = (value: unknown) =>
    value === null ? texts().doctor.takenOut : typeof value === "string" ? value : JSON.stringify(value);
  return Object.entries(plainChange(advice.change))
    .map(([key, value]) => `${key}: ${shown(value)}`)
    .join(", ");
}
