import { isPlainObject } from "../../options/plain-object.ts";
import { show } from "../../options/show.ts";

/** Where two descriptions in JSON differ: "variants: dropout 0.5: settings: epochs: 2 there, 3 here". */
export function differencesOf(there: unknown, here: unknown, path: readonly string[] = []): string[] {
  if (isPlainObject(there) && isPlainObject(here)) {
    const [before, now] = [there as Record<string, unknown>, here as Record<string, unknown>];
    const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
    return [...keys].flatMap((key) => differencesOf(before[key], now[key], [...path, key]));
  }
  if (JSON.stringify(there) === JSON.stringify(here)) return [];
  return [`${path.join(": ")}: ${inShort(there)} there, ${inShort(here)} here`];
}

function inShort(value: unknown): string {
  return value === undefined ? "none" : isPlainObject(value) ? "{ … }" : show(value);
}
