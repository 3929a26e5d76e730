import { usageError } from "../errors.ts";
import type { Indices } from "./checks/check-indices.ts";
import { type Dataset, inputShape } from "./dataset.ts";
import { scaleToUnit } from "./scaling/scale-to-unit.ts";
import { type LinearScale, type Scaling, UNSCALED } from "./scaling.ts";
import { numericFeatures } from "./table/numeric-features.ts";

/**
 * What scales inputs: what was asked for; by default bytes are scaled to [0, 1], other numbers by what is usual for the data,
 * and indices left as they are.
 * @throws a usage error for a scaling of indices.
 */
export function scalingOf(
  { train: { inputs } }: Dataset,
  scaling: Scaling | "none" | undefined,
  indices: Indices | undefined,
  usual: Scaling | "none" = "none",
): Scaling | "none" {
  if (indices === undefined) return scaling ?? (inputs.data instanceof Uint8Array ? scaleToUnit() : usual);
  if (scaling !== undefined && scaling !== "none")
    throw usageError({
      where: "train: scaling",
      expected: '"none", because the model reads its inputs as indices',
      received: `${scaling.name}()`,
      fix: "Leave scaling out.",
    });
  return "none";
}

/** The scale of the training inputs. Of a table only the columns of numbers are scaled: not flags, nor categories. */
export function fitScale({ train, columns }: Dataset, scaling: Scaling | "none"): LinearScale {
  if (scaling === "none") return UNSCALED;
  return scaling.fit(train.inputs.data, inputShape(train), columns && numericFeatures(columns));
}
