import { usageError } from "../errors.ts";
import { checkValues } from "./checks/check-dataset.ts";
import type { Values } from "./samples.ts";
import { isList } from "./stored-numbers.ts";
import { valuesOf } from "./values-of.ts";

/** Inputs [n, …features], checked: at least one sample of at least one feature. */
export function inputValues(where: string, given: unknown): Values {
  const inputs = valuesOf(where, given);
  checkValues(where, inputs);
  if (inputs.data.length > 0 && inputs.shape.length > 1) return inputs;
  throw usageError({
    where: `${where}.shape`,
    expected: "at least one sample of at least one feature, [samples, …features]",
    received: `[${inputs.shape.join(", ")}]`,
  });
}

/** Real targets [n, outputs] of `count` samples, checked; [n] means [n, 1]. */
export function realTargets(where: string, given: unknown, count: number): Values {
  const { shape, data } = valuesOf(where, listed(given));
  checkValues(where, { shape, data });
  if (shape[0] !== count)
    throw usageError({ where, expected: `${count} targets, one for each sample`, received: `${shape[0]}` });
  return { shape: shape.length === 1 ? [count, 1] : shape, data };
}

/** A flat list of numbers as [n]; anything else as it is. */
export function listed(given: unknown): unknown {
  const flat = Array.isArray(given) ? !given.some(isList) : isList(given);
  return flat ? { shape: [(given as ArrayLike<unknown>).length], data: given } : given;
}
