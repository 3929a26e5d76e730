import { describe, expect, test } from "vitest";
import type { BackendName } from "../src/backend/backend.ts";
import { type Shape, sizeOf } from "../src/graph/shape.ts";
import type { Tensor } from "../src/graph/tensor.ts";
import { drawTensors } from "../src/model/draw-tensors.ts";
import type { Layer } from "../src/model/layer.ts";
import { layerContext } from "../src/model/layer-context.ts";
import { compileLayer } from "../src/predict/compile-layer.ts";
import { BACKENDS, expectClose, TOLERANCE } from "./backends.ts";
import { type Argument, checkGradients, distinctNumbers } from "./finite-differences.ts";

/** A layer, and the shape of a batch that it is tried on. */
export type LayerCase = readonly [Layer, Shape];

/** Tests what every layer has to do: gradients that are the differences, shapes, and the numbers of the reference. */
export function testLayers(cases: Readonly<Record<string, readonly LayerCase[]>>): void {
  const rows = Object.entries(cases).flatMap(([name, list]) =>
    list.map(([layer, shape], i) => ({ name: `${name} ${i}`, layer, shape })),
  );
  /** Every case in training and in inference, and the first of each layer with batches of 1 and 7. */
  const gradientRows = rows
    .flatMap((row) => {
      const batches = row.name.endsWith(" 0") ? new Set([row.shape[0], 1, 7]) : [row.shape[0]];
      return [...batches].map((batch) => ({ ...row, shape: [batch, ...row.shape.slice(1)] }));
    })
    .flatMap((row) =>
      [true, false].map((training) => ({ ...row, training, mode: training ? "training" : "inference" })),
    );

  test.each(Object.entries(cases))("%s has at least three cases", (_, list) => {
    expect(list.length).toBeGreaterThanOrEqual(3);
  });

  test.each(gradientRows)("$name, $mode, $shape: gradients are the differences", ({ layer, shape, training }) =>
    expectDifferences(layer, shape, training),
  );

  describe.each(BACKENDS)("%s", (backend) => {
    test.each(rows)("$name: shapes, and the numbers of the reference", ({ layer, shape }) =>
      expectReference(backend, layer, shape),
    );
  });
}

async function expectDifferences(layer: Layer, shape: Shape, training: boolean): Promise<void> {
  const { parameters, state, forward } = layer.build(shape.slice(1));
  const [weights, statistics] = [Object.keys(parameters), Object.keys(state)];
  const among = (names: readonly string[], tensors: readonly Tensor[]) =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
  const args = [
    inputFor(layer, shape),
    ...Object.values(parameters).map((spec, i) => distinctNumbers(spec.shape, { seed: i + 2 })),
    ...Object.values(drawTensors(state, 1, "state")).map((drawn) => ({
      ...drawn,
      data: Float64Array.from(drawn.data),
    })),
    { shape: [3], data: Float64Array.of(1, 2, 3) }, // the key of its random numbers
  ];
  await checkGradients(
    (x, ...rest) =>
      forward(
        x,
        layerContext({
          training,
          parameters: among(weights, rest),
          state: among(statistics, rest.slice(weights.length)),
          key: rest.at(-1) as Tensor,
        }),
      ),
    args,
    { wrt: [...(layer.name === "embedding" ? [] : [0]), ...weights.map((_, i) => i + 1)] },
  );
}

async function expectReference(backend: BackendName, layer: Layer, shape: Shape): Promise<void> {
  const input = inputFor(layer, shape, 3);
  for (const training of [false, true]) {
    const compiled = await compileLayer(layer, { input: shape, training, backend });
    const output = await compiled.forward(input);
    expect(output.shape).toEqual([shape[0], ...layer.build(shape.slice(1)).outputShape]);
    expect(output.data.length).toBe(sizeOf(output.shape));
    const plain = await compileLayer(layer, { input: shape, training, backend: "reference" });
    expectClose(output.data, (await plain.forward(input)).data, TOLERANCE[backend]);
    for (const name of Object.keys(plain.state))
      expectClose(compiled.state[name].data, plain.state[name].data, TOLERANCE[backend], name);
    await compiled.close();
  }
}

/** Inputs that a layer takes: whole numbers for an embedding, else any. */
function inputFor(layer: Layer, shape: Shape, seed = 1): Argument {
  if (layer.name !== "embedding") return distinctNumbers(shape, { seed });
  const { vocabulary } = layer.values as { vocabulary: number };
  return { shape, data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => (seed + 3 * i) % vocabulary) };
}

/** A layer on batches of features and of images, of one sample and of none. */
export function onShapes(layer: Layer): LayerCase[] {
  return [
    [2, 3],
    [1, 1],
    [0, 4],
    [2, 2, 1, 3],
  ].map((shape) => [layer, shape]);
}

/** The output of a layer for some numbers. */
export async function outputOf(
  backend: BackendName,
  layer: Layer,
  shape: Shape,
  data: readonly number[],
  training = false,
): Promise<number[]> {
  const compiled = await compileLayer(layer, { input: shape, training, backend });
  const { data: output } = await compiled.forward({ shape, data });
  await compiled.close();
  return Array.from(output);
}
