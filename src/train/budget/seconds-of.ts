import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";

const SECONDS: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** A time such as "90s", "10m", "1.5h" or "1d" in seconds; a number is one of seconds. Undefined for anything else. */
export function secondsIn(time: unknown): number | undefined {
  const [, number, unit = "s"] = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)?\s*$/.exec(String(time)) ?? [];
  const seconds = Number(number) * (Object.hasOwn(SECONDS, unit) ? SECONDS[unit] : Number.NaN);
  return ["string", "number"].includes(typeof time) && seconds > 0 ? seconds : undefined;
}

/** The same. @throws a usage error for what is no time. */
export function secondsOf(where: string, time: unknown): number {
  const seconds = secondsIn(time);
  if (seconds !== undefined) return seconds;
  throw usageError({
    where,
    expected: 'a time such as "30s", "10m" or "2h", or a number of seconds above 0',
    received: show(time),
  });
}
