import { type Place, placesOf, type TargetPart } from "../../data/layout.ts";
import type { Task } from "../../data/task.ts";
import { usageError } from "../../errors.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { unknownName } from "../../options.ts";
import type { Packed } from "../layer.ts";
import type { OutputMeaning } from "../output-meaning.ts";

/** Where one of several outputs lies in rows of numbers, and its targets in theirs. */
export interface HeadPlace extends Place {
  readonly name: string;
  /** Of the output. */
  readonly shape: Shape;
  /** The place of its targets. */
  readonly targets: Place;
  /** The names of its classes. */
  readonly classes: readonly string[] | undefined;
  /** [batch, numbers of all] → [batch, …] */
  output(all: Tensor): Tensor;
  /** [batch, numbers of all] → [batch] for classes, else [batch, …] */
  target(all: Tensor): Tensor;
}

/** A place, and what is learned there. */
export interface HeadTask {
  readonly place: HeadPlace;
  readonly task: Task;
  /** What makes probabilities of the output, if its loss does. */
  readonly predictions: OutputMeaning | undefined;
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
  const target = placeOf(where, "target", name, targets);
  return {
    name,
    ...output.place,
    shape: output.part.shape,
    targets: target.place,
    classes: target.part.classes,
    output: (all) => taken(all, output),
    target: (all) => taken(all, target),
  };
}

function placeOf<P extends Packed>(where: string, what: string, name: string, parts: readonly P[]) {
  const names = parts.map((part) => part.name);
  const i = names.indexOf(name);
  if (i < 0) throw unknownName(where, what, name, names);
  return { part: parts[i], place: placesOf(parts)[i] };
}

/** [batch, numbers of all] → [batch, …] */
function taken(all: Tensor, { part: { shape }, place: { start } }: { part: Packed; place: Place }): Tensor {
  const [batch] = all.shape;
  return all.slice([0, start], [batch, sizeOf(shape)]).reshape([batch, ...shape]);
}
