import { currentName } from "../options/current-name.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { isInstance } from "./instance.ts";

/**
 * What an earlier version saved of a trick, or of a list of tricks, in the names of today, for comparing it with `now`.
 * Specs of other tricks than those in `now` stay as they are.
 */
export function inCurrentNames(saved: unknown, now: unknown): unknown {
  if (Array.isArray(saved) && Array.isArray(now)) return saved.map((one, i) => inCurrentNames(one, now[i]));
  if (!isPlainObject(saved) || !isInstance(now)) return saved;
  const { name, ...values } = saved;
  const { definition } = now;
  if (name !== now.name && !definition.formerly?.some((former) => former === name)) return saved;
  const renamed = Object.entries(values).map(([key, value]) => {
    const current = currentName(definition.options, key) ?? key;
    return [current, inCurrentNames(value, (now.values as Record<string, unknown>)[current])];
  });
  return { name: now.name, ...Object.fromEntries(renamed) };
}
