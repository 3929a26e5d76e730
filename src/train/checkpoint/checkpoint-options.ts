import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { type Checks, count, custom, optional, resolveOptions } from "../../options.ts";
import { secondsIn } from "../budget/seconds-of.ts";

/** Where and how often a run is saved while it is under way. */
export interface CheckpointOptions {
  /** The folder for the checkpoints. It is made if it is missing. */
  path: string;
  /**
   * How often: a time as "5m", "2epochs" or "1000steps". By default after each epoch, and every five minutes within one, but
   * in no more than about a twentieth of the time.
   */
  every?: string | undefined;
  /** How many of the newest checkpoints are kept. 3 by default. */
  keep?: number | undefined;
}

/** How often: one of the three. */
export type Every = { epochs: number } | { steps: number } | { seconds: number };

export const checkpointOptions = {
  path: custom<string>(v.pipe(v.string(), v.nonEmpty()), undefined, "a folder"),
  every: optional(custom<string>(v.string(), undefined, 'how often, such as "5m", "2epochs" or "1000steps"')),
  keep: count(3),
} satisfies Checks<CheckpointOptions>;

/** The options as they were given, a folder alone among them, with every default filled in. @throws a usage error. */
export function checkpointOptionsOf(given: unknown): { path: string; every: Every | undefined; keep: number } {
  const options = typeof given === "string" ? { path: given } : given;
  const { path, every, keep } = resolveOptions("train: checkpoint", checkpointOptions, options as CheckpointOptions);
  return { path, keep, every: every === undefined ? undefined : everyOf("train: checkpoint: every", every) };
}

/** @throws a usage error for what is neither a time nor a number of epochs or steps. */
export function everyOf(where: string, text: string): Every {
  const [, number, unit] = /^\s*([\d_,]+)\s*(epochs?|steps?)\s*$/.exec(text) ?? [];
  const many = Number(number?.replace(/[_,]/g, ""));
  if (many >= 1) return unit.startsWith("epoch") ? { epochs: many } : { steps: many };
  const seconds = /[a-z]/.test(text) ? secondsIn(text) : undefined; // a number alone may mean anything
  if (seconds !== undefined) return { seconds };
  throw usageError({
    where,
    expected: 'a time such as "5m", or a number of epochs or steps as "2epochs" or "1000steps"',
    received: show(text),
  });
}
