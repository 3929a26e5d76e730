import type { Dataset } from "../../data/dataset.ts";
import type { InputPart } from "../../data/layout.ts";
import { usageError } from "../../errors.ts";
import { sameShape, showShape } from "../../graph/shape.ts";
import { innerLayersOf } from "../checks/inner-layers.ts";
import type { Layer, LayerEnds } from "../layer.ts";
import { sequential } from "../layers/sequential.ts";

/**
 * The model for data of several inputs: a graph, also as the first layer, takes the shapes of the inputs from the data. Any
 * other model, and a graph with an input without a name, sees all of them in one row.
 * @throws a usage error for a graph of other inputs than the data have.
 */
export function withInputs(layer: Layer, { layout }: { layout?: Dataset["layout"] | undefined }): Layer {
  const inputs = layout?.inputs;
  if (inputs === undefined) return layer;
  if (layer.name === "sequential") {
    const [first, ...others] = innerLayersOf(layer).layers ?? [];
    return first === undefined ? layer : sequential([withInputs(first, { layout }), ...others]);
  }
  if (layer.ends === undefined || takesAll(layer.ends)) return layer;
  expectInputs(layer.ends, inputs);
  return layer.ends.withInputs(inputs.map(({ name, shape }) => ({ name, shape })));
}

/** Whether a model takes the inputs of data by their names; any other sees all of them in one row. */
export function takesByName(layer: Layer): boolean {
  if (layer.name !== "sequential") return layer.ends !== undefined && !takesAll(layer.ends);
  const [first] = innerLayersOf(layer).layers ?? [];
  return first !== undefined && takesByName(first);
}

/** Whether a graph has one input, whose name says nothing. */
function takesAll({ inputs }: LayerEnds): boolean {
  return inputs.length === 1 && inputs[0].name === "input";
}

function expectInputs({ inputs }: LayerEnds, there: readonly InputPart[]): void {
  const names = (parts: readonly { name: string }[]) => parts.map(({ name }) => name);
  const [given, taken] = [names(there), names(inputs)];
  const missing = taken.find((name) => !given.includes(name));
  const left = given.find((name) => !taken.includes(name));
  if (missing !== undefined || left !== undefined)
    throw usageError({
      where: "train: model",
      expected: `a graph of the inputs ${given.join(", ")}, as the data have them`,
      received: taken.join(", "),
      fix: missing === undefined ? `Use input("${left}"), or leave ${left} out of the data.` : undefined,
    });
  for (const { name, shape } of inputs) {
    const { shape: own = [] } = there.find((part) => part.name === name) ?? {};
    if (shape === undefined || sameShape(shape, own)) continue;
    throw usageError({
      where: `train: model: ${name}`,
      expected: `the shape that it has in the data, ${showShape(own)}`,
      received: showShape(shape),
      fix: `Leave the shape out: input("${name}").`,
    });
  }
}
