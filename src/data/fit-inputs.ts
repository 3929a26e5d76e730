import type { Indices } from "./checks/check-indices.ts";
import type { Dataset } from "./dataset.ts";
import { type InputPart, type Place, partOf, placesOf } from "./layout.ts";
import { rowScale } from "./row-scale.ts";
import { scaleToUnit } from "./scaling/scale-to-unit.ts";
import { type LinearScale, type Scaling, UNSCALED } from "./scaling.ts";

/**
 * The scale of several inputs in a row, each fitted by itself: as asked for; by default those that were bytes to [0, 1], and
 * others not at all. Indices stay as they are.
 */
export function fitInputs(
  { train: { inputs } }: Dataset,
  parts: readonly InputPart[],
  scaling: Scaling | "none" | undefined,
  indices: Indices | undefined,
): LinearScale {
  const [, width] = inputs.shape;
  const places = placesOf(parts);
  const scales = parts.map(({ shape, bytes = false }, i) => {
    const chosen = isIndex(places[i], indices) ? "none" : (scaling ?? (bytes ? scaleToUnit() : "none"));
    if (chosen === "none") return UNSCALED;
    const numbers = partOf(inputs.data, width, places[i]);
    return chosen.fit(bytes ? Uint8Array.from(numbers) : numbers, shape);
  });
  return rowScale(scales, places);
}

function isIndex({ start }: Place, indices: Indices | undefined): boolean {
  return indices !== undefined && (indices.among?.places.some((place) => place.start === start) ?? true);
}
