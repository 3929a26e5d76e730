import * as v from "valibot";
import { usageError } from "../../errors.ts";
import type { Shape } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { custom } from "../../options.ts";
import type { Initializer } from "../initializer.ts";
import { defineLayer, isLayer, type Layer, type LayerContext, type TensorSpec, type TensorSpecs } from "../layer.ts";

export const weightNorm = defineLayer({
  name: "weightNorm",
  summary: "A layer that learns the length and the direction of each output's weights separately.",
  source: "Salimans and Kingma 2016, equation 2",
  section: "normalization",
  formula: "w = g · v / ‖v‖, for the weights w of each output",
  use: "Where batches are small or samples depend on one another, so batchNorm() does not work.",
  avoid: "As a replacement for batchNorm() in deep networks with poor initial weights: it does not normalize signals.",
  example: "weightNorm(dense(64))",
  options: {
    layer: custom(
      v.custom<Layer>(isLayer),
      undefined,
      "a layer",
      "a layer with kernels, or one that contains such layers",
      ["layers"],
    ),
  },
  positional: ["layer"],
  build(input, { layer }) {
    const built = layer.build(input);
    const kernels = new Set(Object.keys(built.parameters).filter(isKernel));
    if (kernels.size === 0)
      throw usageError({
        where: "weightNorm: layer",
        expected: "a layer with kernels, such as dense or conv2d",
        received: layer.name,
      });
    const parameters = Object.entries(built.parameters).map(([name, spec]) =>
      kernels.has(name) ? lengthAndDirection(name, spec) : { [name]: spec },
    );
    return {
      outputShape: built.outputShape,
      parameters: Object.assign({}, ...parameters) as TensorSpecs,
      state: built.state,
      forward: (x, context) => built.forward(x, withKernels(context, kernels, "")),
    };
  },
});

/** "kernel", "0.dense/kernel" */
function isKernel(name: string): boolean {
  return name.split("/").at(-1) === "kernel";
}

/**
 * The parameters in place of a kernel: v is drawn as the kernel was, and g is ‖v‖, so that the initial weights are those
 * of the layer without normalization.
 */
function lengthAndDirection(name: string, spec: TensorSpec): TensorSpecs {
  const outputs = spec.shape[spec.shape.length - 1];
  const { init } = spec;
  const direction = { draw: (context) => init.draw(context) } as Initializer;
  const length = {
    unitVariance: init.unitVariance,
    draw: (context) => lengths(init.draw({ ...context, shape: spec.shape }), outputs),
  } as Initializer;
  return {
    [`${name}/length`]: { ...spec, shape: [outputs], init: length, drawnAs: name },
    [`${name}/direction`]: { ...spec, init: direction, drawnAs: name },
  };
}

/** ‖v‖ of each output, the last axis. */
function lengths(kernel: Float32Array, outputs: number): Float32Array {
  const squares = new Float64Array(outputs);
  kernel.forEach((weight, i) => {
    squares[i % outputs] += weight ** 2;
  });
  return Float32Array.from(squares, Math.sqrt);
}

/** The context in which kernels are made of length and direction, for the inner layers too. */
function withKernels(context: LayerContext, kernels: ReadonlySet<string>, path: string): LayerContext {
  return {
    ...context,
    parameter: (name) =>
      kernels.has(path + name)
        ? kernelOf(context.parameter(`${name}/length`), context.parameter(`${name}/direction`))
        : context.parameter(name),
    inner: (name, layer, input) => withKernels(context.inner(name, layer, input), kernels, `${path}${name}/`),
  };
}

/** g · v / ‖v‖ [inputs…, outputs]; 0 where v is 0. */
function kernelOf(length: Tensor, direction: Tensor): Tensor {
  const inputs: Shape = direction.shape.slice(0, -1).map((_, axis) => axis);
  const square = direction.square().sum(inputs, true); // [1, …, outputs]
  return direction.mul(length.div(square.maximum(SMALLEST).sqrt()));
}

/** Below the square of any length that weights have. */
const SMALLEST = 1e-30;
