import { usageError } from "../../errors.ts";
import { withScope } from "../../graph/scope.ts";
import { type Shape, sameShape, showShape, sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { once } from "../../once.ts";
import { concatenate } from "../blocks/concatenate.ts";
import { buildInner, forwardInner, type Part, partsOf } from "../inner-layer.ts";
import type { BuiltLayer, LayerContext } from "../layer.ts";
import { inputPlaces } from "./input-places.ts";
import { MERGES } from "./merges.ts";
import { inputsOf, type WiredLayer, type WiredMerge, type Wiring } from "./nodes.ts";
import { sharedContext, shownUnder, useOf } from "./shared-context.ts";

/** Computes the value of one node from those of others. */
type Step = (values: Map<string, Tensor>, context: Uses) => Tensor;

/** The context of a graph, and those of its shared layers. */
interface Uses {
  context: LayerContext;
  shared: Map<string, ReturnType<typeof sharedContext>>;
}

/** The layer that a wiring is, for inputs of a shape. */
export function buildNodes(wiring: Wiring, input: Shape): BuiltLayer {
  const places = inputPlaces(inputsOf(wiring), input);
  const shapes = new Map(places.map(({ name, shape }) => [name, shape]));
  const parts = new Map<string, BuiltLayer>(); // by the names of their weights
  const uses = new Map<string, number>();
  for (const node of wiring.nodes) if (node.kind === "layer") uses.set(node.weights, (uses.get(node.weights) ?? 0) + 1);
  const steps = new Map<string, Step>();
  for (const node of wiring.nodes) {
    if (node.kind === "input") continue;
    const from = node.from.map((source) => shapes.get(source) as Shape);
    if (node.kind === "merge") {
      shapes.set(node.name, MERGES[node.merge].shape(`graph: ${node.name}`, from, node.axis));
      steps.set(node.name, merging(node));
    } else {
      const built = buildInner(node.name, node.layer, from[0]);
      const first = once(parts, node.weights, () => built);
      expectSameWeights(node, first, built);
      shapes.set(node.name, built.outputShape);
      steps.set(node.name, (uses.get(node.weights) ?? 0) > 1 ? sharing(node, built) : applying(node, built));
    }
  }
  const { packed } = wiring;
  const outputs = wiring.outputs.map(({ name, node }) => ({ name, shape: shapes.get(node) as Shape }));
  return {
    outputShape: packed ? [outputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)] : outputs[0].shape,
    ...partsOf([...parts].map(([name, built]): Part => ({ name, built }))),
    ...(packed ? { outputs } : {}),
    forward(x, context) {
      const values = new Map(
        places.map(({ name, take }) => [name, take === undefined ? x : shown(name, take(x), context)]),
      );
      const at: Uses = { context, shared: new Map() };
      for (const [name, step] of steps) values.set(name, step(values, at));
      for (const { settle } of at.shared.values()) settle();
      const results = wiring.outputs.map(({ node }) => values.get(node) as Tensor);
      return packed ? concatenate(results.map(flat), 0) : results[0]; // [batch, …] → [batch, numbers of all]
    },
  };
}

/** An input or a merge, shown under its name to whoever watches. */
function shown(name: string, value: Tensor, context: LayerContext): Tensor {
  return context.inner(name, { kind: "node" }).onOutput?.(value) ?? value;
}

function merging({ name, merge, from, axis }: WiredMerge): Step {
  return (values, { context }) => {
    const signals = from.map((source) => values.get(source) as Tensor);
    return shown(
      name,
      withScope(name, () => MERGES[merge].compute(signals, axis)),
      context,
    );
  };
}

function applying({ name, from: [from] }: WiredLayer, built: BuiltLayer): Step {
  return (values, { context }) => forwardInner(name, built, values.get(from) as Tensor, context);
}

/** One of several uses of a layer; the first one shows its outputs under the layer's own name. */
function sharing({ name, weights, from: [from] }: WiredLayer, built: BuiltLayer): Step {
  return (values, { context, shared }) => {
    const x = values.get(from) as Tensor;
    const { context: own } = once(shared, weights, () => sharedContext(context.inner(weights, built, x)));
    const at = name === weights ? own : shownUnder(own, useOf(context, name));
    const output = withScope(name, () => built.forward(x, at));
    return at.onOutput?.(output) ?? output;
  };
}

/** @throws a usage error for a layer that has other weights for this input than at its first use. */
function expectSameWeights({ name, weights }: WiredLayer, first: BuiltLayer, built: BuiltLayer): void {
  for (const of of ["parameters", "state"] as const) {
    const other = Object.entries(built[of]).find(([key, { shape }]) => !sameShape(shape, first[of][key]?.shape ?? []));
    if (other === undefined) continue;
    const [key, { shape }] = other;
    throw usageError({
      where: `graph: ${name}`,
      expected: `an input for which ${weights} has the same weights: ${key} ${showShape(first[of][key]?.shape ?? [])}`,
      received: `one for which it is ${showShape(shape)}`,
      fix: "Bring both inputs to one shape, or use a layer of its own.",
    });
  }
}

/** [batch, …] → [batch, numbers of one sample] */
function flat(x: Tensor): Tensor {
  return x.reshape([x.shape[0], sizeOf(x.shape.slice(1))]);
}
