// jax-js on WebAssembly. Every use of an array consumes it; `.ref` keeps it.
import { readFileSync } from "node:fs";
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  random,
  tree,
  valueAndGrad,
} from "@jax-js/jax";
import { batchesOf, drawn, labels } from "../samples.mjs";
import { serve } from "./serve.mjs";

const array = (shape, seed) => np.array(drawn(shape, seed)).reshape(shape);

/**
 * What an Evenkeel layer computes, images as [batch, channels, height, width]: its first parameters, the shape of its
 * output, and `forward(parameters, x, key)`. Running statistics are left out, in favor of this peer.
 */
function layerOf(spec, shape) {
  const none = (forward, output = shape) => ({ parameters: [], shape: output, forward });
  switch (spec.name) {
    case "sequential":
      return sequence(spec.layers, shape);
    case "conv2d": {
      const { filters, kernelSize: size, stride, bias } = spec;
      const reach = { same: Math.floor(size / 2), valid: 0 }[spec.padding] ?? spec.padding;
      const extent = (length) => Math.floor((length + 2 * reach - size) / stride) + 1;
      return {
        parameters: [array([filters, shape[0], size, size], 3), ...(bias ? [np.zeros([filters, 1, 1])] : [])],
        shape: [filters, extent(shape[1]), extent(shape[2])],
        forward: ([kernel, shift], x) => {
          const y = lax.convGeneralDilated(
            x,
            kernel,
            [stride, stride],
            [
              [reach, reach],
              [reach, reach],
            ],
          );
          return shift === undefined ? y : y.add(shift);
        },
      };
    }
    case "dense":
      return {
        parameters: [array([shape[0], spec.units], 4).mul(0.2), ...(spec.bias ? [np.zeros([spec.units])] : [])],
        shape: [spec.units],
        forward: ([kernel, shift], x) => {
          const y = np.matmul(x, kernel);
          return shift === undefined ? y : y.add(shift);
        },
      };
    case "batchNorm": {
      const image = shape.length === 3;
      const features = image ? [shape[0], 1, 1] : shape;
      const axes = image ? [0, 2, 3] : [0];
      return {
        parameters: [np.ones(features), np.zeros(features)],
        shape,
        forward: ([scale, shift], x) => {
          const centered = x.ref.sub(np.mean(x, axes, { keepdims: true }));
          const variance = np.mean(np.square(centered.ref), axes, { keepdims: true });
          return centered
            .div(np.sqrt(variance.add(spec.eps)))
            .mul(scale)
            .add(shift);
        },
      };
    }
    case "relu":
      return none((_, x) => nn.relu(x));
    case "dropout":
      return none((_, x, key) => {
        const kept = random.bernoulli(key, 1 - spec.rate, x.shape);
        return np.where(kept, x.mul(1 / (1 - spec.rate)), 0);
      });
    case "maxPool2d": {
      const { poolSize: size } = spec;
      const [channels, height, width] = shape;
      const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
      return none(
        (_, x) => {
          const whole = x.slice([], [], [0, rows * size], [0, columns * size]);
          return np.max(whole.reshape([-1, channels, rows, size, columns, size]), [3, 5]);
        },
        [channels, rows, columns],
      );
    }
    case "globalAveragePool":
      return none((_, x) => np.mean(x, [2, 3]), [shape[0]]);
    case "flatten": {
      const features = shape.reduce((product, extent) => product * extent, 1);
      return none((_, x) => x.reshape([-1, features]), [features]);
    }
    case "residual": {
      const block = layerOf(spec.block, shape);
      const stride = shape[1] / block.shape[1];
      const added = block.shape[0] - shape[0];
      return {
        ...block,
        forward: (parameters, x, key) => {
          const shortcut = x.ref;
          return block.forward(parameters, x, key).add(padded(shortcut, shape, stride, added));
        },
      };
    }
    default:
      throw new Error(`no translation of ${spec.name}`);
  }
}

/** Every stride-th pixel, and zeros for new channels. */
function padded(x, [channels, height, width], stride, added) {
  const [rows, columns] = [height / stride, width / stride];
  const picked =
    stride === 1 ? x : x.reshape([-1, channels, rows, stride, columns, stride]).slice([], [], [], 0, [], 0);
  if (added === 0) return picked;
  return np.pad(picked, [
    [0, 0],
    [0, added],
    [0, 0],
    [0, 0],
  ]);
}

function sequence(specs, input) {
  let shape = input;
  const layers = specs.map((spec) => {
    const layer = layerOf(spec, shape);
    shape = layer.shape;
    return layer;
  });
  return {
    parameters: layers.map(({ parameters }) => parameters),
    shape,
    forward: (parameters, x, key) =>
      layers.reduce((signal, layer, i) => layer.forward(parameters[i], signal, key.ref), x),
  };
}

/** Adam with bias correction, over a list of tensors. */
function adam(parameters, gradients, means, squares, step) {
  const rate = np.sqrt(np.array(1).sub(np.power(0.999, step.ref))).div(np.array(1).sub(np.power(0.9, step)));
  const moved = parameters.map((parameter, i) => {
    const mean = means[i].mul(0.9).add(gradients[i].ref.mul(0.1));
    const square = squares[i].mul(0.999).add(np.square(gradients[i]).mul(0.001));
    const direction = mean.ref.div(np.sqrt(square.ref).add(1e-8));
    return [parameter.sub(direction.mul(rate.ref.mul(1e-3))), mean, square];
  });
  rate.dispose();
  return [0, 1, 2].map((part) => moved.map((one) => one[part]));
}

const prepare = {
  step({ spec, input, batch, classes, samples }) {
    const shape = [input[2], input[0], input[1]];
    const model = layerOf(spec, shape);
    const [first, structure] = tree.flatten(model.parameters);
    const zeros = () => first.map((parameter) => np.zeros(parameter.shape));
    let state = [first, zeros(), zeros()];
    const loss = (parameters, x, y, key) => {
      const logits = model.forward(tree.unflatten(structure, parameters), x, key);
      return np.mean(np.sum(nn.logSoftmax(logits).mul(y), -1)).neg();
    };
    const step = jit(([parameters, means, squares], x, y, key, count) => {
      const kept = parameters.map((parameter) => parameter.ref);
      const [value, gradients] = valueAndGrad(loss)(parameters, x, y, key);
      return [value, adam(kept, gradients, means, squares, count)];
    });
    const images = array([samples, ...shape], 1);
    const targets = nn.oneHot(np.array(Int32Array.from(labels(samples, classes))), classes);
    const batches = batchesOf(samples, batch);
    let taken = 0;
    return {
      async time(repeats) {
        let value;
        for (let i = 0; i < repeats; i++) {
          const indices = np.array(Int32Array.from(batches[taken++ % batches.length]));
          const x = images.ref.slice(indices.ref);
          const y = targets.ref.slice(indices);
          value?.dispose();
          [value, state] = step(state, x, y, random.key(taken), np.array(taken));
        }
        await blockUntilReady(state);
        const [number] = await value.data();
        return { loss: number };
      },
      close() {},
    };
  },

  product({ m, n, k, transposed }) {
    const a = transposed === "a" ? array([k, m], 1) : array([m, k], 1);
    const b = transposed === "b" ? array([n, k], 2) : array([k, n], 2);
    const multiply = jit((x, y) =>
      np.matmul(transposed === "a" ? np.transpose(x) : x, transposed === "b" ? np.transpose(y) : y),
    );
    return {
      async time(repeats) {
        for (let i = 0; i < repeats; i++) {
          const c = multiply(a.ref, b.ref);
          await blockUntilReady(c);
          c.dispose();
        }
      },
      close() {},
    };
  },
};

await serve({
  async describe() {
    if (!(await init("wasm")).includes("wasm")) throw new Error("no WebAssembly backend here");
    defaultDevice("wasm");
    const { version } = JSON.parse(
      readFileSync(new URL("../node_modules/@jax-js/jax/package.json", import.meta.url), "utf8"),
    );
    return `jax-js ${version}, wasm`;
  },
  prepare: (workload) => prepare[workload.kind](workload),
});
