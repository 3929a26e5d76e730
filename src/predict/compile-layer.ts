import * as v from "valibot";
import { gradients } from "../autodiff/backward.ts";
import { closedOnFailure, deviceOptions, openDevice } from "../backend/open.ts";
import type { ArrayLikeValue, ArrayValue, CompileOptions } from "../compile.ts";
import { prefixed } from "../formats/evenkeel-file.ts";
import { createProgram } from "../graph/program.ts";
import { withScope } from "../graph/scope.ts";
import type { Shape } from "../graph/shape.ts";
import { input, type Tensor } from "../graph/tensor.ts";
import { expectLayer } from "../model/checks/expect-layer.ts";
import { drawTensors } from "../model/draw-tensors.ts";
import type { Layer } from "../model/layer.ts";
import { layerContext } from "../model/layer-context.ts";
import { inputsOf } from "../model/leaves.ts";
import { expectArray, expectShape } from "../options/expect-array.ts";
import { type Checks, count, custom, flag, optional, resolveOptions } from "../options.ts";
import { seedKey } from "../random.ts";

/** A layer on a device: `compileLayer`. */
export interface CompiledLayer {
  /** By name; assign to replace them. */
  readonly parameters: Record<string, ArrayLikeValue>;
  /** Running statistics by name; training updates them, assignment sets them. */
  readonly state: Record<string, ArrayLikeValue>;
  /** The output for an input of the shape that it was compiled for. */
  forward(input: ArrayLikeValue): Promise<ArrayValue>;
  /** The output, and the gradients of Σ output · cotangent. */
  backward(
    input: ArrayLikeValue,
    cotangent: ArrayLikeValue,
  ): Promise<{ output: ArrayValue; inputGradient: ArrayValue; parameterGradients: Record<string, ArrayValue> }>;
  /** What computes, as `run.backend` says it: "wasm, 1 thread, relaxed SIMD"; with "auto" also why, once it has chosen. */
  readonly backend: string;
  /** Ends the device and its threads. */
  close(): Promise<void>;
}

/** The options of `compileLayer`. */
export interface CompileLayerOptions extends CompileOptions {
  /** The shape of the input, the batch first. */
  input: Shape;
  /** Whether masks and batch statistics are on. false by default. */
  training?: boolean | undefined;
  /** Decides the initial parameters and the masks, which differ from step to step. 1 by default. */
  seed?: number | undefined;
}

export const OPTIONS = {
  ...deviceOptions,
  input: custom(v.array(v.number()), undefined, "the shape of the input, the batch first"),
  training: optional(flag(false)),
  seed: optional(count(1, "", 0)),
} satisfies Checks<CompileLayerOptions>;

/**
 * A single layer, compiled: `await compileLayer(batchNorm(), { input: [7, 5], training: true })`.
 * @returns the layer with `forward` and `backward`. Close it when done.
 * @throws a usage error for an input that does not fit the layer, and for unknown options.
 * @example
 * const layer = await compileLayer(batchNorm(), { input: [2, 1], training: true });
 * const { data: output } = await layer.forward({ shape: [2, 1], data: [1, 3] }); // about −1 and 1
 * await layer.close();
 */
export async function compileLayer(layer: Layer, options: CompileLayerOptions): Promise<CompiledLayer> {
  resolveOptions("compileLayer", OPTIONS, options);
  expectLayer("compileLayer: layer", layer);
  const { input: inputShape, training = false, seed = 1, threads = 0, ...others } = options;
  expectShape("compileLayer: input", inputShape);
  const built = layer.build(inputShape.slice(1));
  const parameters = drawTensors(built.parameters, seed, "parameters");
  const state = drawTensors(built.state, seed, "state");

  const x = input("input", inputShape);
  const weights = inputsOf(built.parameters, "parameter ");
  const statistics = inputsOf(built.state, "state ");
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

  const device = await openDevice({ ...others, threads });
  const statesOut = Object.fromEntries(Object.entries(moved).map(([name, value]) => [`state ${name}`, value]));
  const gradientsOut = Object.fromEntries(names.map((name, i) => [`gradient ${name}`, weightGradients[i]]));
  const [forward, backward] = await closedOnFailure(device, async () => [
    await device.compile(createProgram({ output, ...statesOut })),
    await device.compile(createProgram({ output, inputGradient, ...statesOut, ...gradientsOut })),
  ]);

  let step = 0;
  const run = async (executable: typeof forward, feed: Record<string, ArrayLikeValue>) => {
    for (const [name, value] of Object.entries(feed)) expectArray(name, value);
    const all = { ...feed, ...prefixed("parameter ", parameters), ...prefixed("state ", state) };
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
    get backend() {
      return device.description;
    },
    close: () => device.close(),
  };
}
