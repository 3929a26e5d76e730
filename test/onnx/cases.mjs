// @ts-check

/** The public names of the package. @typedef {typeof import("../../src/index.ts")} Evenkeel */
/** @typedef {import("../../src/index.ts").Layer} Layer */
/** @typedef {import("../../src/index.ts").Tensor} Tensor */

/** A layer, the shape of one sample, and what inputs are: any numbers, or whole ones below a limit. */
/** Batches are of 1 and 3 samples by default. */
/** @typedef {{ layer: Layer, shape: readonly number[], below?: number | undefined, batches?: readonly number[] }} Case */

/** Shapes of a sample that layers of all sorts can take. */
const SAMPLES = [[8, 8, 8], [6], [784]];

/**
 * Every layer of the catalogue by its example, on images and on features as it takes them.
 * @param {Evenkeel} evenkeel
 * @returns {Record<string, Case>}
 */
export function layerCases({ catalogue, fromExpression, dense, fromSpec }) {
  /** @type {Record<string, () => Layer>} Those whose examples are no expressions of their own. */
  const made = {
    ensemble: () => /** @type {Layer} */ (fromSpec("layers", { name: "ensemble", members: [dense(3), dense(3)] })),
  };
  /** @type {Record<string, number>} */
  const below = { embedding: 1000, embedColumns: 200 };
  /** @type {Record<string, Case>} */
  const cases = {};
  for (const [name, { definition }] of Object.entries(catalogue.layers)) {
    const layer = /** @type {Layer} */ (made[name]?.() ?? fromExpression("layers", definition.example ?? name));
    for (const shape of SAMPLES) {
      const builds = attempt(() => layer.build(shape)) !== undefined;
      if (builds && !(shape === SAMPLES[2] && cases[`${name} of [${SAMPLES[1]}]`]))
        cases[`${name} of [${shape}]`] = { layer, shape, below: below[name] };
    }
    if (!Object.keys(cases).some((key) => key.startsWith(`${name} of`))) throw new Error(`${name}: no case`);
  }
  return cases;
}

/**
 * Options that change how layers compute.
 * @param {Evenkeel} evenkeel
 * @returns {Record<string, Case>}
 */
export function optionCases(evenkeel) {
  const { conv2d, depthwiseConv2d, maxPool2d, averagePool2d, residual, repeat, weightNorm, batchNorm, sequential } =
    evenkeel;
  const { embedding, flatten, dense, prelu, dropout, relu, graph } = evenkeel;
  const shape = [9, 7, 4];
  return {
    "conv2d valid": { layer: conv2d(6, 3, { padding: "valid" }), shape },
    "conv2d strides": { layer: conv2d(6, 3, { padding: "same", stride: 2 }), shape },
    "conv2d dilation": { layer: conv2d(6, 3, { padding: "same", dilation: 2, bias: false }), shape },
    "conv2d groups": { layer: conv2d(6, 3, { groups: 2, padding: 2, stride: 2 }), shape },
    "conv2d even": { layer: conv2d(3, 4, { padding: "same", stride: 3 }), shape },
    depthwiseConv2d: { layer: depthwiseConv2d(3, { multiplier: 2, padding: "same" }), shape },
    "maxPool2d overlapping": { layer: maxPool2d(3, { stride: 2, padding: 1 }), shape },
    "averagePool2d overlapping": { layer: averagePool2d(3, { stride: 2, padding: 1 }), shape },
    "groupNorm of pairs": { layer: evenkeel.groupNorm(2), shape },
    "residual with new channels": {
      layer: residual(conv2d(8, 3, { padding: "same", stride: 2 }), { shortcut: "pad" }),
      shape: [8, 8, 4],
    },
    "weightNorm of convolutions": {
      layer: weightNorm(sequential([conv2d(4), relu(), flatten(), dense(3)])),
      shape,
    },
    "words in a sequence": { layer: sequential([embedding(7, 3), flatten(), dense(2)]), shape: [5], below: 7 },
    "convolutions, statistics and masks": {
      layer: sequential([conv2d(6, 3), batchNorm(), prelu(), dropout(0.5), maxPool2d(2), flatten(), dense(4)]),
      shape,
    },
    "all merges of a graph": {
      layer: graph(({ input, apply, shared, add, subtract, average, maximum, minimum, multiply, concat }) => {
        const x = input();
        const encode = shared(dense(4));
        const [a, b] = [encode(x), encode(apply(relu(), x))];
        const merged = [add(a, b), subtract(a, b), average(a, b), maximum(a, b), minimum(a, b), multiply(a, b)];
        return apply(dense(2), concat(...merged, x));
      }),
      shape: [4],
    },
    "the same layers again and again": { layer: repeat(4, [dense(4), relu()]), shape: [4] },
  };
}

/**
 * Every architecture of the catalogue by its example and with its defaults.
 * @param {Evenkeel} evenkeel
 * @returns {Record<string, Case>}
 */
export function architectureCases({ catalogue, fromExpression, fromSpec }) {
  return Object.fromEntries(
    Object.entries(catalogue.architectures).flatMap(([name, { definition }]) =>
      [fromSpec("architectures", { name }), fromExpression("architectures", definition.example ?? name)].map(
        (layer, i) => [
          `${name} ${i === 0 ? "by default" : "as in its example"}`,
          { layer: /** @type {Layer} */ (layer), shape: [28, 28, 1] },
        ],
      ),
    ),
  );
}

/** What looks at the whole batch: `predict` fills batches up to powers of two. */
const POWERS = { batches: [1, 4] };

/**
 * Layers of users: every primitive in every form that the layers above do not have.
 * @param {Evenkeel} evenkeel
 * @returns {Record<string, Case>}
 */
export function primitiveCases({ defineLayer, iota, filled, Tensor, lerp }) {
  /** @type {(name: string, shape: readonly number[], f: (x: Tensor) => Tensor, more?: Partial<Case>) => [string, Case]} */
  const of = (name, shape, f, more) => {
    const definition = { name: "own", summary: "Records what is checked.", source: "by definition", options: {} };
    const own = defineLayer({
      ...definition,
      shape: (input) => f(filled([1, ...input], 0)).shape.slice(1),
      forward: (x) => f(x),
    });
    return [name, { layer: own(), shape, ...more }];
  };
  /** @type {(x: Tensor) => Tensor} */
  const positive = (x) => x.abs().add(0.1);
  return Object.fromEntries([
    of("all functions of one number", [5], (x) =>
      [
        x.neg(),
        x.abs(),
        x.sign(),
        x.exp(),
        x.expm1(),
        positive(x).log(),
        positive(x).sqrt(),
        x.tanh(),
        x.sigmoid(),
        x.softplus(),
        x.erf(),
        x.floor(),
        x.stopGradient(),
      ].reduce((sum, value, i) => sum.add(value.mul(i + 1))),
    ),
    of("all functions of two numbers", [5], (x) => {
      const y = x.flip(1);
      return [
        x.sub(y),
        x.mul(y),
        x.div(positive(y)),
        x.maximum(y),
        x.maximum(0),
        x.minimum(y),
        x.less(y),
        x.equal(y),
        x.less(y).add(x.equal(y)).where(x, y),
        x.where(1, 2),
      ].reduce((sum, value, i) => sum.add(value.mul(i + 1)));
    }),
    of("softplus and expm1 of large numbers", [4], (x) => {
      const large = x.mul(30);
      return large.softplus().add(large.minimum(20).expm1().mul(1e-8)).add(large.sigmoid());
    }),
    of("reductions over several axes", [3, 4, 2], (x) =>
      x
        .sum([1, 3], true)
        .add(x.max([2, 3], true))
        .add(x.mean(1, true))
        .sub(x.argMax([1, 3], true))
        .add(x.argMax(2, true)),
    ),
    of("sums over what repeats", [3], (x) =>
      filled([x.shape[0], 4], 2)
        .sum(1, true)
        .add(x.sum(1, true).broadcastTo([x.shape[0], 3]).sum(1, true)),
    ),
    of("transposed, reshaped, repeated", [3, 4], (x) =>
      x
        .transpose([0, 2, 1])
        .reshape([x.shape[0], 12])
        .reshape([-1, 2, 6])
        .broadcastTo([3, x.shape[0], 2, 6])
        .transpose([1, 0, 2, 3]),
    ),
    of("the batch among the rows", [3, 4], (x) =>
      x
        .reshape([x.shape[0] * 3, 4])
        .matmul(iota([4, 2], 0))
        .reshape([x.shape[0], 3, 2]),
    ),
    of("numbers of samples", [2], (x) => x.add(iota(x.shape, 0)).add(iota(x.shape, 1))),
    of("the mean of a batch", [2], (x) => x.sub(x.mean(0, true)).add(x.mean()), POWERS),
    of("samples in reverse", [2], (x) => x.flip(0).add(x.slice([0, 0], [1, 2])), POWERS),
    of("slices with steps", [7, 5], (x) =>
      x.slice([0, 6, 1], [x.shape[0], 3, 2], [1, -3, 2]).add(x.flip([1, 2]).slice([0, 1, 0], [x.shape[0], 3, 2])),
    ),
    of("zeros between neighbors", [3, 2], (x) => x.pad([0, 1, 0], [0, 0, 2], [0, 2, 1])),
    of("side by side", [3, 2], (x) => x.pad([0, 0, 0], [0, 3, 0]).add(x.square().pad([0, 3, 0], [0, 0, 0]))),
    of("on one another", [3, 2], (x) => x.pad([0, 0, 0], [0, 3, 0]).add(x.square().pad([0, 2, 0], [0, 1, 0]))),
    of("windows as they are", [5, 6, 2], (x) => x.window([3, 2], [1, 2])),
    of("windows of which other axes are reduced", [5, 6, 2], (x) => x.window([3, 2], [2, 2]).sum([2], true)),
    of(
      "rows of a table by their numbers",
      [3],
      (x) =>
        iota([4, 2], 0)
          .mul(10)
          .add(iota([4, 2], 1))
          .gather(x),
      { below: 4 },
    ),
    of("no rows of a table", [3], (x) => iota([4, 2], 0).gather(x.sub(1)).equal(2), { below: 7 }),
    of("batches of matrices", [3, 4], (x) =>
      x.matmul(x.transpose([0, 2, 1])).add(x.matmul(iota([4, 3], 1).broadcastTo([x.shape[0], 4, 3]))),
    ),
    of(
      "a transposed convolution",
      [3, 4, 4],
      (x) =>
        new Tensor("conv2dInputGradient", { stride: [2, 2], dilation: [1, 2], groups: 2, height: 8, width: 12 }, [
          x,
          iota([3, 2, 3, 4], 0).add(iota([3, 2, 3, 4], 2)),
        ]),
    ),
    of("kernels that are computed", [5, 5, 2], (x) =>
      x.conv2d(
        iota([2, 2, 2, 3], 3)
          .add(iota([2, 2, 2, 3], 1))
          .mul(0.1),
      ),
    ),
    of("what does not depend on the input", [2], (x) => lerp(filled(x.shape, 1), filled(x.shape, 3), 0.25)),
    of("softmax", [3, 4], (x) => x.logSoftmax(1).add(x.softmax())),
  ]);
}

/** @template T @param {() => T} body @returns {T | undefined} */
function attempt(body) {
  try {
    return body();
  } catch {
    return undefined;
  }
}
