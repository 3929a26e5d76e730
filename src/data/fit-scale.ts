import { usageError } from "../errors.ts";
import type { Indices } from "./checks/check-indices.ts";
import type { Dataset } from "./dataset.ts";
import { scaleToUnit } from "./scaling/scale-to-unit.ts";
import type { LinearScale, Scaling } from "./scaling.ts";

/**
 * How inputs are scaled: as asked for; by default bytes to [0, 1], and other numbers and indices not at all.
 * @throws a usage error for a scaling of indices.
 */
export function fitScale(
  { train: { inputs } }: Dataset,
  scaling: Scaling | "none" | undefined,
  indices: Indices | undefined,
): LinearScale {
  if (indices !== undefined && scaling !== undefined && scaling !== "none")
    throw usageError({
      where: "train: scaling",
      expected: '"none", because the model reads its inputs as indices',
      received: `${scaling.name}()`,
      fix: "Leave scaling out.",
    });
  const isPixels = inputs.data instanceof Uint8Array && indices === undefined;
  const chosen = scaling ?? (isPixels ? scaleToUnit() : "none");
  return chosen === "none" ? { subtract: 0, multiply: 1 } : chosen.fit(inputs.data);
}
