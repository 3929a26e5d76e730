import { describe, expect, test } from "vitest";
import type { Layer } from "../../src/model/layer.ts";
import * as layers from "../../src/model/layers/index.ts";
import { compileLayer } from "../../src/predict/compile-layer.ts";
import { BACKENDS, expectClose, TOLERANCE } from "../backends.ts";
import { channelsLast, kernelLayout, type Numbers, oracleCases } from "../oracle.ts";

interface LayerCase {
  name: string;
  options: Record<string, number>;
  params: Record<string, Numbers>;
  inputs: Numbers[];
  outputs: Numbers[];
  cotangents: Numbers[];
  inputGrads: Numbers[];
  paramGrads: Record<string, Numbers>[];
  buffersAfter?: Record<string, Numbers>;
  evalInput?: Numbers;
  evalOutput?: Numbers;
}

/** The layer of each case, by the first word of its name. */
const makers: Record<string, (options: Record<string, number>) => Layer> = {
  dense: ({ out }) => layers.dense(out),
  // PyTorch's momentum is the share of the new statistics, here it is the share of the old ones.
  batchNorm: ({ eps, momentum }) => layers.batchNorm({ eps, momentum: 1 - momentum }),
  layerNorm: ({ eps }) => layers.layerNorm({ eps }),
  groupNorm: ({ groups, eps }) => layers.groupNorm(groups, { eps }),
  // With the scale and shift that PyTorch's has only if asked for; they do nothing at first.
  instanceNorm: ({ eps }) => layers.instanceNorm({ eps }),
  "weightNorm dense": ({ out }) => layers.weightNorm(layers.dense(out)),
  conv2d: ({ out, kernel, ...options }) => layers.conv2d(out, kernel, withoutInputs(options)),
  depthwiseConv2d: ({ kernel, stride, padding, dilation }) =>
    layers.depthwiseConv2d(kernel, { stride, padding, dilation }),
  maxPool2d: ({ size, stride, padding }) => layers.maxPool2d(size, { stride, padding }),
  averagePool2d: ({ size, stride, padding }) => layers.averagePool2d(size, { stride, padding }),
  relu: () => layers.relu(),
  leakyRelu: () => layers.leakyRelu(0.01),
  elu: () => layers.elu(),
  selu: () => layers.selu(),
  gelu: () => layers.gelu(),
  "gelu tanh": () => layers.gelu({ approximate: "tanh" }),
  silu: () => layers.silu(),
  tanh: () => layers.tanh(),
  sigmoid: () => layers.sigmoid(),
  softplus: () => layers.softplus(),
  hardSwish: () => layers.hardSwish(),
  softmax: () => layers.softmax(),
};

const cases = oracleCases<LayerCase>("layers");
/** A convolution with as many groups as channels is a depthwise one too. */
const depthwise = cases
  .filter(({ name, options }) => name.startsWith("conv2d") && options.groups > 1 && options.groups === options.in)
  .map((one) => ({ ...one, name: "depthwiseConv2d" }));
const makerOf = ({ name }: LayerCase) => makers[name] ?? makers[name.split(" ")[0]];

test("every case is covered", () => {
  expect(cases.length).toBe(33);
  expect(depthwise.length).toBe(1);
  expect(cases.filter((one) => makerOf(one) === undefined).map(({ name }) => name)).toEqual([]);
});

describe.each(BACKENDS)("%s", (backend) => {
  const close = (actual: { data: ArrayLike<number> }, expected: Numbers, what: string) =>
    expectClose(actual.data, expected.data, TOLERANCE[backend], what);

  test.each([...cases, ...depthwise].map((one, i) => ({ one, name: `${i} ${one.name}` })))("$name", async ({ one }) => {
    const layer = makerOf(one)(one.options);
    const training = await compileLayer(layer, { input: channelsLast(one.inputs[0]).shape, training: true, backend });
    const ours = namesOf(training.parameters);
    for (const [theirs, numbers] of Object.entries(one.params))
      training.parameters[ours(theirs)] = kernelLayout(numbers);

    for (const [k, input] of one.inputs.entries()) {
      const { output, inputGradient, parameterGradients } = await training.backward(
        channelsLast(input),
        channelsLast(one.cotangents[k]),
      );
      expect(output.shape).toEqual(channelsLast(one.outputs[k]).shape);
      close(output, channelsLast(one.outputs[k]), `output ${k}`);
      close(inputGradient, channelsLast(one.inputGrads[k]), `input gradient ${k}`);
      for (const [theirs, numbers] of Object.entries(one.paramGrads[k]))
        close(parameterGradients[ours(theirs)], kernelLayout(numbers), `gradient of ${theirs} ${k}`);
    }
    if (one.buffersAfter !== undefined) {
      close(training.state.mean, one.buffersAfter.running_mean, "running mean");
      close(training.state.variance, one.buffersAfter.running_var, "running variance");
    }
    if (one.evalInput !== undefined && one.evalOutput !== undefined) {
      const inference = await compileLayer(layer, { input: channelsLast(one.evalInput).shape, backend });
      Object.assign(inference.parameters, training.parameters);
      Object.assign(inference.state, training.state);
      close(await inference.forward(channelsLast(one.evalInput)), channelsLast(one.evalOutput), "inference");
      await inference.close();
    }
    await training.close();
  });
});

/** PyTorch's name of a parameter → ours. */
function namesOf(parameters: Record<string, unknown>): (theirs: string) => string {
  const [weight, bias] = "scale" in parameters ? ["scale", "shift"] : ["kernel", "bias"];
  const ours: Record<string, string> = { weight, bias, weight_g: "kernel/length", weight_v: "kernel/direction" };
  return (theirs) => ours[theirs];
}

function withoutInputs({ in: _, ...options }: Record<string, number>): Record<string, number> {
  return options;
}
