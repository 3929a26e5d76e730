import { THEN } from "./engine-of.ts";

/** Whether it is no news what computed: wasm or the reference, alone, and as it was asked for. */
export function isUsual(description: string): boolean {
  return /^(wasm|reference)\b[^(]*$/.test(description) && !description.includes(THEN);
}
