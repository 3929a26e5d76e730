import { placesOf, type TargetPart } from "../../data/layout.ts";
import { usageError } from "../../errors.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { unknownName } from "../../options.ts";
import type { Packed } from "../layer.ts";

/** Where one of several outputs, and its targets, lie in rows of numbers. */
export interface HeadPlace {
  readonly name: string;
  /** The place of its first number among the outputs. */
  readonly start: number;
  /** [batch, numbers of all] → [batch, …] */
  output(all: Tensor): Tensor;
  /** [batch, numbers of all] → [batch] for classes, else [batch, …] */
  target(all: Tensor): Tensor;
}

/**
 * The place of an output in those of a model, and of its targets in those of the data.
 * @throws a usage error for a model or data without an output or targets of this name.
 */
export function headPlace(
  where: string,
  name: string,
  outputs: readonly Packed[] | undefined,
  targets: readonly TargetPart[] | undefined,
): HeadPlace {
  if (outputs === undefined)
    throw usageError({
      where,
      expected: `a model with an output ${name}`,
      received: "one with a single output",
      fix: `Let a graph return several by name: graph(… => ({ ${name}: … })).`,
    });
  if (targets === undefined)
    throw usageError({
      where,
      expected: `data with targets ${name}`,
      received: "targets without names",
      fix: `Give labels or targets by name: arrays({ inputs, labels: { ${name}: … } }).`,
    });
  const output = placeOf(where, "output", name, outputs);
  return { name, start: output.start, output: output.take, target: placeOf(where, "target", name, targets).take };
}

function placeOf(where: string, what: string, name: string, parts: readonly Packed[]) {
  const names = parts.map((part) => part.name);
  const i = names.indexOf(name);
  if (i < 0) throw unknownName(where, what, name, names);
  const { start, size } = placesOf(parts)[i];
  const take = (all: Tensor) => all.slice([0, start], [all.shape[0], size]).reshape([all.shape[0], ...parts[i].shape]);
  return { start, take };
}
