import { inputShape } from "../../data/dataset.ts";
import type { Weights } from "../../formats/weights.ts";
import type { Shape } from "../../graph/shape.ts";
import { constant, input, random, type Tensor, variable } from "../../graph/tensor.ts";
import type { BuiltLayer, Layer, LayerContext, TensorSpecs } from "../../model/layer.ts";
import type { LayerFacts, Patient } from "../examination.ts";
import { roleOf } from "./role-of.ts";

/** A layer as it was met, with what went in and what came out. */
interface Met {
  readonly path: string;
  readonly layer: Layer;
  readonly parameters: TensorSpecs;
  readonly input: Tensor;
  output?: Tensor;
}

/** Names of what multiplies the inputs of a layer: of weightNorm the direction. */
const KERNELS = ["kernel", "kernel/direction", "table"];

/**
 * The layers of the model, in the order in which they are met. Layers that share weights are there once, where they are used
 * first. A model that is a single layer stands under its own name. `weights` are those that the run begins with.
 */
export function layerFacts(patient: Patient, weights: Weights): LayerFacts[] {
  const { model, layer, data } = patient.training;
  const { met, makers } = walk(layer, model, inputShape(data.train));
  const within = (path: string) => met.filter((other) => path.startsWith(`${other.path}/`)).map((other) => other.path);
  const before = (one: Met) => makers.get(one)?.before;
  return met.map((one) => {
    const layers = met.some((other) => other.path.startsWith(`${one.path}/`));
    const own = Object.entries(one.parameters).filter(([name]) => !layers || !name.includes("/"));
    const parameters = Object.fromEntries(own.map(([name, { shape }]) => [name, shape]));
    const name = KERNELS.find((each) => Object.hasOwn(parameters, each)) ?? matrixIn(parameters);
    const prefix = one.path === layer.name && !(`${one.path}/${name}` in weights) ? "" : `${one.path}/`;
    return {
      path: one.path,
      kind: one.layer.name,
      role: roleOf(one.layer.name, { layers, kernel: name !== undefined }),
      layer: one.layer,
      inputShape: one.input.shape.slice(1),
      outputShape: (one.output ?? one.input).shape.slice(1),
      parameters,
      kernel: name === undefined ? undefined : (weights[prefix + name] as Float32Array | undefined),
      within: within(one.path),
      before: before(one),
      after: makers.get(one)?.after,
    };
  });
}

/** Of a layer of your own: a parameter that is no vector. */
function matrixIn(parameters: Readonly<Record<string, Shape>>): string | undefined {
  return Object.keys(parameters).find((name) => parameters[name].length > 1);
}

/** All layers, traced in training mode, with who made what each of them takes. */
function walk(whole: Layer, model: BuiltLayer, shape: Shape) {
  const met: Met[] = [];
  const makerOf = new Map<Tensor, string>(); // the last layer that gave a tensor: one that changes nothing passes it on
  const befores = new Map<string, string | undefined>();
  const joined = new Map<string, string>(); // layers whose outputs a node of a graph merges
  const contextAt = (path: string, one?: Met): LayerContext => ({
    training: true,
    batchStatistics: true,
    parameter: (name) => variable(path + name, model.parameters[path + name].shape),
    state: (name) => variable(path + name, model.state[path + name].shape),
    setState: () => {},
    track: () => {},
    random: (sizes) => random(sizes, constant(0), 0),
    inner(name, built, x) {
      if (built?.layer === undefined || x === undefined) return contextAt(`${path}${name}/`); // a node of a graph
      const parameters = under(`${path}${name}/`, model.parameters);
      const inner: Met = { path: path + name, layer: built.layer, parameters, input: x };
      met.push(inner);
      befores.set(inner.path, makerOf.get(x));
      return contextAt(`${path}${name}/`, inner);
    },
    onOutput(output) {
      const own = path.slice(0, -1);
      if (one) one.output = output;
      const sources = one === undefined ? makersOf(output, makerOf) : [];
      for (const source of sources) joined.set(source, own);
      const isInput = one === undefined && sources.length === 0;
      const passed = met.some((other) => other.path.startsWith(`${own}/`)) && makerOf.has(output); // a block around it
      if (!isInput && !passed) makerOf.set(output, own);
      return undefined;
    },
  });
  const x = input("inputs", [1, ...shape]);
  const output = model.forward(x, contextAt(""));
  if (met.length === 0) met.push({ path: whole.name, layer: whole, parameters: model.parameters, input: x, output });
  const after = (one: Met) => {
    const next = met.find(({ path }) => befores.get(path) === one.path && !path.startsWith(`${one.path}/`));
    const taking = next?.path ?? joined.get(one.path);
    if (taking !== undefined) return taking;
    // What a branch ends in goes into what joins it: the innermost block that gives something else.
    const around = met.filter(({ path }) => one.path.startsWith(`${path}/`));
    return around.findLast((block) => block.output !== one.output)?.path;
  };
  return { met, makers: new Map(met.map((one) => [one, { before: befores.get(one.path), after: after(one) }])) };
}

/** The layers that gave what a tensor is directly made of. */
function makersOf(tensor: Tensor, makerOf: ReadonlyMap<Tensor, string>): string[] {
  const own = makerOf.get(tensor);
  return own === undefined ? tensor.operands.flatMap((operand) => makersOf(operand, makerOf)) : [own];
}

/** The parameters of a layer by their names within it. */
function under(prefix: string, specs: TensorSpecs): TensorSpecs {
  return Object.fromEntries(
    Object.entries(specs).flatMap(([name, spec]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), spec]] : [],
    ),
  );
}
