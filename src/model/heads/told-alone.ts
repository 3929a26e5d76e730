import { usageError } from "../../errors.ts";

/** The error of a loss or metric of outputs that were not found yet: `train` and `evaluate` say which they are. */
export function toldAlone(where: string, received: string): Error {
  return usageError({
    where,
    expected: "a model with several outputs, and data with targets of the same names",
    received,
    fix: "Give it to train() or evaluate(), which know both.",
  });
}
