#!/usr/bin/env node
// Networks for images of 224×224, forward and in training: node bench/large.mjs [NETWORK …] [--batch N] [--top N]
import { parseArgs } from "node:util";
import { gradients } from "../dist/autodiff/backward.js";
import { openDevice } from "../dist/backend/open.js";
import { createProgram } from "../dist/graph/program.js";
import { constant, input, variable } from "../dist/graph/tensor.js";
import {
  batchNorm,
  conv2d,
  dense,
  depthwiseConv2d,
  globalAveragePool,
  maxPool2d,
  relu,
  residual,
  sequential,
} from "../dist/index.js";
import { layerContext } from "../dist/model/layer-context.js";
import { makePlan } from "../dist/plan/make-plan.js";
import { kernelTimes } from "./kernels.mjs";
import { drawn } from "./samples.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    batch: { type: "string", default: "1" },
    top: { type: "string", default: "0" },
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "10" },
    training: { type: "boolean", default: false },
  },
});

/** Convolution, batch normalization, ReLU. */
const unit = (filters, size, options = {}) => [
  conv2d(filters, size, { padding: "same", bias: false, ...options }),
  batchNorm(),
  relu(),
];

/** He et al. 2016, table 1: two 3×3 convolutions, and a 1×1 one beside them where shapes differ. */
const basic = (filters, stride) => [
  residual(
    sequential([...unit(filters, 3, { stride }), conv2d(filters, 3, { padding: "same", bias: false }), batchNorm()]),
    stride === 1 ? {} : { shortcut: sequential([conv2d(filters, 1, { stride, bias: false }), batchNorm()]) },
  ),
  relu(),
];

const resnet18 = sequential([
  ...unit(64, 7, { stride: 2 }),
  maxPool2d(3, { stride: 2, padding: 1 }),
  ...[64, 128, 256, 512].flatMap((filters, stage) => [...basic(filters, stage === 0 ? 1 : 2), ...basic(filters, 1)]),
  globalAveragePool(),
  dense(1000),
]);

/** Howard et al. 2017, table 1: 3×3 depthwise convolutions, each before a 1×1 one. */
const separable = (filters, stride) => [
  depthwiseConv2d(3, { padding: "same", stride, bias: false }),
  batchNorm(),
  relu(),
  ...unit(filters, 1),
];

const mobilenet = sequential([
  ...unit(32, 3, { stride: 2 }),
  ...separable(64, 1),
  ...separable(128, 2),
  ...separable(128, 1),
  ...separable(256, 2),
  ...separable(256, 1),
  ...separable(512, 2),
  ...Array.from({ length: 5 }, () => separable(512, 1)).flat(),
  ...separable(1024, 2),
  ...separable(1024, 1),
  globalAveragePool(),
  dense(1000),
]);

const networks = { resnet18, mobilenet };
const batch = Number(values.batch);

for (const [name, layers] of Object.entries(networks)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const shape = [batch, 224, 224, 3];
  const built = layers.build(shape.slice(1));
  const tensors = (specs) =>
    Object.fromEntries(Object.entries(specs).map(([key, { shape: of }]) => [key, variable(key, of)]));
  const parameters = tensors(built.parameters);
  const state = tensors(built.state ?? {});
  const context = layerContext({ training: values.training, parameters, state, key: constant(0) });
  const output = built.forward(input("x", shape), context);
  const outputs = values.training
    ? Object.fromEntries(
        gradients(output.square().mean(), Object.values(parameters)).map((g, i) => [`${i}`, g.square().sum()]),
      )
    : { y: output };
  const program = createProgram(outputs);
  const device = await openDevice({ threads: Number(values.threads) });
  for (const { attributes, shape: of } of program.variables)
    await device.create(
      attributes.name,
      of,
      "float",
      /variance/.test(attributes.name) ? new Float32Array(of[0]).fill(1) : drawn(of, 2).map((x) => x * 0.1),
    );
  const start = performance.now();
  const executable = await device.compile(program);
  const compiling = performance.now() - start;
  const x = drawn(shape, 1);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < Number(values.rounds); i++) {
    const begin = performance.now();
    await executable.run([{ x }]);
    best = Math.min(best, performance.now() - begin);
  }
  console.log(
    `${name}, batch ${batch}: ${best.toFixed(1)} ms, compiled in ${compiling.toFixed(0)} ms; ${(await executable.explain()).split("\n").at(-1)}`,
  );
  await device.close();
  if (Number(values.top) === 0) continue;
  const times = await kernelTimes(makePlan(program), 5);
  console.log(`kernels alone: ${times.reduce((sum, { milliseconds }) => sum + milliseconds, 0).toFixed(1)} ms`);
  for (const { milliseconds, text, flops } of times.slice(0, Number(values.top)))
    console.log(
      `${milliseconds.toFixed(3).padStart(9)} ${flops ? (flops / milliseconds / 1e6).toFixed(0).padStart(4) : "    "} ${text.slice(0, 150)}`,
    );
}
