import { usageError } from "../errors.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { unknownName } from "../options.ts";
import type { Named, Source } from "./array-source.ts";
import type { InputPart } from "./layout.ts";
import { packValues } from "./pack-values.ts";
import type { Values } from "./samples.ts";
import { isList } from "./stored-numbers.ts";
import { inputValues } from "./values-of-samples.ts";

/** Whether a value has several things by name: not numbers with their shape. */
export function isNamed<T>(value: unknown): value is Named<T> {
  return isPlainObject(value) && !("shape" in value) && !("data" in value) && Object.keys(value).length > 0;
}

/**
 * The inputs of each source, several by name packed into one; undefined where they have no names.
 * @throws a usage error for sources of other inputs than the first, and for inputs of different numbers of samples.
 */
export function packedInputs(sources: readonly Source[]): { inputs: Values[]; parts: InputPart[] } | undefined {
  if (!sources.some(({ of }) => isNamed(of.inputs))) return undefined;
  const names = namesIn(sources[0].of.inputs);
  const values = sources.map(({ where, of }) => {
    const named = sameNames(`${where}.inputs`, of.inputs, names);
    const all = names.map((name) => inputValues(`${where}.inputs.${name}`, asColumn(named[name])));
    all.forEach(({ shape }, i) => {
      if (shape[0] === all[0].shape[0]) return;
      const expected = `${all[0].shape[0]} samples, as ${names[0]} has`;
      throw usageError({ where: `${where}.inputs.${names[i]}`, expected, received: String(shape[0]) });
    });
    return all;
  });
  values.forEach((all, s) => {
    all.forEach(({ shape }, i) => {
      const expected = values[0][i].shape.slice(1);
      if (String(shape.slice(1)) === String(expected)) return;
      throw usageError({
        where: `${sources[s].where}.inputs.${names[i]}`,
        expected: `the shape of the training set, [${["n", ...expected].join(", ")}]`,
        received: `[${["n", ...shape.slice(1)].join(", ")}]`,
      });
    });
  });
  const parts = names.map((name, i): InputPart => {
    const bytes = values.every((all) => all[i].data instanceof Uint8Array);
    return { name, shape: values[0][i].shape.slice(1), ...(bytes ? { bytes } : {}) };
  });
  return { inputs: values.map(packValues), parts };
}

/** A flat list of n numbers as [n, 1]. */
function asColumn(given: unknown): unknown {
  const flat = isList(given) && given.length > 0 && !isList(given[0]);
  return flat ? { shape: [given.length, 1], data: given } : given;
}

function namesIn(given: unknown): string[] {
  return isNamed(given) ? Object.keys(given) : [];
}

/** What is there by name, of the same names as in the training set. */
export function sameNames(where: string, given: unknown, names: readonly string[]): Named<unknown> {
  if (names.length === 0 || !isNamed(given))
    throw usageError({
      where,
      expected: names.length === 0 ? "what the training set has" : `${names.join(", ")} by name, { ${names[0]}: … }`,
      received: given === undefined ? "none" : show(given),
    });
  const other = Object.keys(given).find((name) => !names.includes(name));
  if (other !== undefined) throw unknownName(where, "one of", other, names);
  const missing = names.find((name) => given[name] === undefined);
  if (missing !== undefined) throw usageError({ where, expected: names.join(", "), received: `none for ${missing}` });
  return given;
}
