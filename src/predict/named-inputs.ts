import type { ArrayLikeValue } from "../compile.ts";
import type { InputPart } from "../data/layout.ts";
import { isNamed, sameNames } from "../data/packed-inputs.ts";
import { usageError } from "../errors.ts";
import { sizeOf } from "../graph/shape.ts";
import { readInputs } from "./read-inputs.ts";

/** Several inputs by name: `{ image: { shape, data }, meta: { shape, data } }`. */
export type NamedInputs = Readonly<Record<string, ArrayLikeValue>>;

/**
 * Inputs that were given by name, packed into one as in training; others as they are.
 * @throws a usage error for names that the model does not have, and for inputs of different numbers of samples.
 */
export function packedInputs(
  where: string,
  given: ArrayLikeValue | NamedInputs,
  parts: readonly InputPart[] | undefined,
): ArrayLikeValue {
  if (parts === undefined || !isNamed<ArrayLikeValue>(given)) return given as ArrayLikeValue;
  const names = parts.map(({ name }) => name);
  const named = sameNames(where, given, names);
  const rows = parts.map(({ name, shape }) => readInputs(`${where}: ${name}`, named[name], shape));
  const [{ count }] = rows;
  const other = rows.findIndex((one) => one.count !== count);
  if (other >= 0)
    throw usageError({
      where: `${where}: ${names[other]}`,
      expected: `${count} samples, as ${names[0]} has`,
      received: String(rows[other].count),
    });
  const widths = parts.map(({ shape }) => sizeOf(shape));
  const width = widths.reduce((sum, own) => sum + own, 0);
  const data = new Float64Array(count * width);
  let start = 0;
  rows.forEach((part, i) => {
    for (let row = 0; row < count; row++)
      for (let j = 0; j < widths[i]; j++) data[row * width + start + j] = part.data[row * widths[i] + j];
    start += widths[i];
  });
  return { shape: [count, width], data };
}
