import * as v from "valibot";
import { gradients } from "../autodiff/backward.ts";
import { closedOnFailure, deviceOptions, openDevice } from "../backend/open.ts";
import type { ArrayLikeValue, ArrayValue, CompileOptions } from "../compile.ts";
import { usageError } from "../errors.ts";
import { createProgram } from "../graph/program.ts";
import { withScope } from "../graph/scope.ts";
import { type Shape, showShape, sizeOf } from "../graph/shape.ts";
import { input, lerp, random, type Tensor } from "../graph/tensor.ts";
import { expectArray, expectShape } from "../options/expect-array.ts";
import { type Checks, count, custom, flag, optional, resolveOptions } from "../options.ts";
import { purposeWord, RandomStream, seedKey } from "../random.ts";
import { expectLayer } from "./checks/expect-layer.ts";
import type { Layer, LayerContext, TensorSpecs } from "./layer.ts";
import { Ordinals, withoutPlace } from "./ordinals.ts";

export interface CompiledLayer {
  /** By name; assign to change them. */
  readonly parameters: Record<string, ArrayLikeValue>;
  /** Running statistics by name; training moves them, assignment sets them. */
  readonly state: Record<string, ArrayLikeValue>;
  forward(input: ArrayLikeValue): Promise<ArrayValue>;
  /** The output, and the gradients of Σ output · cotangent. */
  backward(
    input: ArrayLikeValue,
    cotangent: ArrayLikeValue,
  ): Promise<{ output: ArrayValue; inputGradient: ArrayValue; parameterGradients: Record<string, ArrayValue> }>;
  close(): Promise<void>;
}

export interface CompileLayerOptions extends CompileOptions {
  /** The shape of the input, the batch first. */
  input: Shape;
  training?: boolean | undefined;
  /** Draws the first parameters, and the masks; step k uses the k-th. */
  seed?: number | undefined;
}

const OPTIONS = {
  ...deviceOptions,
  input: custom(v.array(v.number()), undefined, "the shape of the input, the batch first"),
  training: optional(flag(false)),
  seed: optional(count(1, "", 0)),
} satisfies Checks<CompileLayerOptions>;

/** A layer by itself: `await compileLayer(batchNorm(), { input: [7, 5], training: true })`. */
export async function compileLayer(layer: Layer, given: CompileLayerOptions): Promise<CompiledLayer> {
  resolveOptions("compileLayer", OPTIONS, given);
  expectLayer("compileLayer: layer", layer);
  const { input: inputShape, training = false, seed = 1, threads = 0, ...options } = given;
  expectShape("compileLayer: input", inputShape);
  const built = layer.build(inputShape.slice(1));
  const parameters = drawTensors(built.parameters, seed, "parameters");
  const state = drawTensors(built.state, seed, "state");

  const x = input("input", inputShape);
  const weights = inputsFor(built.parameters, "parameter");
  const statistics = inputsFor(built.state, "state");
  const moved: Record<string, Tensor> = {};
  const context = layerContext({
    training,
    parameters: weights,
    state: statistics,
    setState: (name, value) => {
      moved[name] = value;
    },
    key: input("key", [3], "uint32"),
  });
  const output = withScope(layer.name, () => built.forward(x, context));
  const cotangent = input("cotangent", output.shape);
  const [inputGradient, ...weightGradients] = gradients(output, [x, ...Object.values(weights)], cotangent);
  const names = Object.keys(weights);

  const device = await openDevice({ ...options, threads });
  const statesOut = Object.fromEntries(Object.entries(moved).map(([name, value]) => [`state ${name}`, value]));
  const gradientsOut = Object.fromEntries(names.map((name, i) => [`gradient ${name}`, weightGradients[i]]));
  const [forward, backward] = await closedOnFailure(device, async () => [
    await device.compile(createProgram({ output, ...statesOut })),
    await device.compile(createProgram({ output, inputGradient, ...statesOut, ...gradientsOut })),
  ]);

  let step = 0;
  const run = async (executable: typeof forward, feed: Record<string, ArrayLikeValue>) => {
    for (const [name, value] of Object.entries(feed)) expectArray(name, value);
    const all = { ...feed, ...labeled("parameter", parameters), ...labeled("state", state) };
    const [fetched] = await executable.run([
      {
        ...Object.fromEntries(Object.entries(all).map(([name, { data }]) => [name, Float64Array.from(data)])),
        key: Uint32Array.of(...seedKey(seed), step),
      },
    ]);
    if (training) step++;
    for (const name of Object.keys(moved)) state[name] = { shape: state[name].shape, data: fetched[`state ${name}`] };
    return fetched;
  };
  return {
    parameters,
    state,
    async forward(value) {
      return { shape: output.shape, data: (await run(forward, { input: value })).output };
    },
    async backward(value, direction) {
      const fetched = await run(backward, { input: value, cotangent: direction });
      return {
        output: { shape: output.shape, data: fetched.output },
        inputGradient: { shape: inputShape, data: fetched.inputGradient },
        parameterGradients: Object.fromEntries(
          names.map((name) => [name, { shape: weights[name].shape, data: fetched[`gradient ${name}`] }]),
        ),
      };
    },
    close: () => device.close(),
  };
}

/**
 * A context over given tensors; masks are drawn from `key`, each use from a stream of its own, which is named by the kind
 * of the layer and its ordinal among those of its kind ("mask/dropout#1/0"). `gave` sees all outputs.
 * Batch statistics are used in training, unless `batchStatistics` says otherwise. `newest` is the weight of this batch in
 * running statistics, in place of what the layers would give it. A layer that has a statistic in `frozen` goes by its
 * running statistics, and keeps them.
 */
export function layerContext(at: {
  training: boolean;
  parameters: Readonly<Record<string, Tensor>>;
  state: Readonly<Record<string, Tensor>>;
  setState: (name: string, value: Tensor) => void;
  key: Tensor;
  gave?: (path: string, output: Tensor) => Tensor | undefined;
  batchStatistics?: boolean;
  newest?: Tensor;
  frozen?: ReadonlySet<string>;
}): LayerContext {
  const frozenLayers = new Set(Array.from(at.frozen ?? [], (name) => name.slice(0, name.lastIndexOf("/") + 1)));
  const ordinals = new Ordinals();
  const under = (path: string, stream: string, apart = ""): LayerContext => {
    let draws = 0;
    const batchStatistics = (at.batchStatistics ?? at.training) && !frozenLayers.has(path);
    const setState = (name: string, value: Tensor) => {
      if (batchStatistics) at.setState(name, value);
    };
    return {
      training: at.training,
      batchStatistics,
      parameter: (name) => at.parameters[path + name],
      state: (name) => at.state[path + name],
      setState: (name, value) => setState(path + name, value),
      track: (name, value, momentum) =>
        setState(path + name, lerp(at.state[path + name], value, at.newest ?? 1 - momentum)),
      random: (shape) => random(shape, at.key, purposeWord(`mask/${stream}/${draws++}`)),
      inner: (name, { kind = withoutPlace(name), beside = false } = {}) => {
        const [inside, among] = [`${path}${name}/`, beside ? `${apart}${name}/` : apart];
        return under(inside, ordinals.nameOf(among + kind, inside), among);
      },
      gave: (output) => at.gave?.(path.slice(0, -1), output),
    };
  };
  return under("", "model");
}

/**
 * The first values of a set of tensors, each drawn from a stream that is named by the kind of its layer and the layer's
 * ordinal among those of its kind ("parameters/dense#1/kernel"): a layer that is put in between changes nothing of others.
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

function inputsFor(specs: TensorSpecs, kind: string): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(specs).map(([name, { shape }]) => [name, input(`${kind} ${name}`, shape)]));
}

function labeled(kind: string, values: Record<string, ArrayLikeValue>): Record<string, ArrayLikeValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${kind} ${name}`, value]));
}

/** No tensor that can be trained is larger: its numbers alone would fill the memory of the engine. */
const MOST_NUMBERS = 2 ** 30;

function expectDrawable(name: string, shape: Shape): void {
  if (sizeOf(shape) <= MOST_NUMBERS) return;
  throw usageError({ where: name, expected: `at most ${MOST_NUMBERS} numbers`, received: showShape(shape) });
}
