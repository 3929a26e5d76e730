import type { Place } from "./layout.ts";
import { type LinearScale, type NumberScale, UNSCALED } from "./linear-scale.ts";

/** The scales of parts that lie one after another, as one of the whole row; one for all numbers where the parts have the same. */
export function rowScale(scales: readonly LinearScale[], places: readonly Place[]): LinearScale {
  const [first = UNSCALED] = scales;
  const same = ({ subtract, multiply }: LinearScale) => subtract === first.subtract && multiply === first.multiply;
  if (typeof first.subtract === "number" && typeof first.multiply === "number" && scales.every(same))
    return first as NumberScale;
  const listed = (of: keyof LinearScale) => scales.flatMap((scale, i) => repeated(scale[of], places[i].size));
  return { subtract: listed("subtract"), multiply: listed("multiply") };
}

/** The scale of one part of a row. */
export function partOfScale({ subtract, multiply }: LinearScale, { start, size }: Place): LinearScale {
  const part = (numbers: number | readonly number[]) =>
    typeof numbers === "number" ? numbers : numbers.slice(start, start + size);
  return { subtract: part(subtract), multiply: part(multiply) };
}

/** A number for each of `size` features: one for all, or those of channels, again and again. */
function repeated(numbers: number | readonly number[], size: number): number[] {
  return Array.from({ length: size }, (_, i) => (typeof numbers === "number" ? numbers : numbers[i % numbers.length]));
}
