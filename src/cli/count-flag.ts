import { count } from "../options.ts";
import { readValue } from "./recipe-flags.ts";

/** The whole number of a flag, from 1 to `most`; undefined if it was not given. */
export function countFlag(flags: Readonly<Record<string, unknown>>, name: string, most: number): number | undefined {
  const text = flags[name];
  return typeof text === "string" ? (readValue(`--${name}`, count(undefined, "", 1, most), text) as number) : undefined;
}
