import type { Indices } from "./checks/check-indices.ts";
import type { Dataset } from "./dataset.ts";
import { type InputPart, type Place, partOf, placesOf } from "./layout.ts";
import { scaleToUnit } from "./scaling/scale-to-unit.ts";
import { type LinearScale, type NumberScale, type Scaling, UNSCALED } from "./scaling.ts";

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
  const [first] = scales;
  const same = ({ subtract, multiply }: LinearScale) => subtract === first.subtract && multiply === first.multiply;
  if (typeof first.subtract === "number" && typeof first.multiply === "number" && scales.every(same))
    return first as NumberScale;
  const listed = (of: keyof LinearScale) => scales.flatMap((scale, i) => repeated(scale[of], places[i].size));
  return { subtract: listed("subtract"), multiply: listed("multiply") };
}

function isIndex({ start }: Place, indices: Indices | undefined): boolean {
  return indices !== undefined && (indices.among?.places.some((place) => place.start === start) ?? true);
}

/** A number for each of `size` features: one for all, or those of channels, again and again. */
function repeated(numbers: number | readonly number[], size: number): number[] {
  return Array.from({ length: size }, (_, i) => (typeof numbers === "number" ? numbers : numbers[i % numbers.length]));
}
