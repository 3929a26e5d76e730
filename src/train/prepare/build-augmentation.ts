import { usageError } from "../../errors.ts";
import type { Shape } from "../../graph/shape.ts";
import type { BuiltLayer, Layer } from "../../model/layer.ts";

/** @throws a usage error for a layer that has weights, or changes the shape of the inputs. */
export function buildAugmentation(layer: Layer, input: Shape): BuiltLayer {
  const built = layer.build(input);
  const plain = Object.keys({ ...built.parameters, ...built.state }).length === 0;
  if (plain && String(built.outputShape) === String(input)) return built;
  throw usageError({
    where: "train: augment",
    expected: "a layer without weights that keeps the shape of its input",
    received: layer.name,
    fix: "Make such a layer the first one of the model.",
  });
}
