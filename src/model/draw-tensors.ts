import type { ArrayLikeValue } from "../compile.ts";
import { usageError } from "../errors.ts";
import { type Shape, showShape, sizeOf } from "../graph/shape.ts";
import { RandomStream } from "../random.ts";
import type { TensorSpecs } from "./layer.ts";
import { Ordinals } from "./ordinals.ts";

/**
 * The initial values of a set of tensors, each drawn from a stream named by the kind of its layer and the layer's ordinal
 * among those of its kind, "parameters/dense#1/kernel": a layer that is inserted changes no weights of the others.
 */
export function drawTensors(specs: TensorSpecs, seed: number, purpose: string): Record<string, ArrayLikeValue> {
  const ordinals = new Ordinals();
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, init, fanIn = 1, fanOut = 1, drawnAs = name, kind }]) => {
      expectDrawable(name, shape);
      const random = new RandomStream(seed, `${purpose}/${ordinals.tensorOf(drawnAs, kind)}`);
      return [name, { shape, data: init.draw({ shape, fanIn, fanOut, random }) }];
    }),
  );
}

/** No tensor that can be trained is larger: its numbers alone would fill the memory of the engine. */
const MOST_NUMBERS = 2 ** 30;

function expectDrawable(name: string, shape: Shape): void {
  if (sizeOf(shape) <= MOST_NUMBERS) return;
  throw usageError({ where: name, expected: `at most ${MOST_NUMBERS} numbers`, received: showShape(shape) });
}
