import * as v from "valibot";
import { custom, type Option } from "../options.ts";
import { DATASETS } from "./data-sources.ts";
import type { Expression } from "./written.ts";

export const dataOption = {
  ...custom<(typeof DATASETS)[number] | Expression>(
    v.picklist(DATASETS) as never,
    "digits",
    `one of ${DATASETS.join(", ")}`,
    "the dataset",
  ),
  choices: DATASETS,
} as Option<(typeof DATASETS)[number]>;
export function dataText(value: string): string {
  return value;
}
export function namesImages(_: { data: string }): boolean {
  return true;
}
