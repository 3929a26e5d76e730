import { usageError } from "../../errors.ts";
import type { Dataset } from "../dataset.ts";

/** @throws a usage error for a training set that is read anew in every epoch: it cannot be split. */
export function expectInMemory(where: string, { name, stream }: Dataset): void {
  if (stream === undefined) return;
  throw usageError({
    where,
    expected: "a training set in memory",
    received: `${name}, which is streamed`,
    fix: "Hold samples out as options of the source, or split the source.",
  });
}
