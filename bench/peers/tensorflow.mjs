// TensorFlow.js: node tensorflow.mjs cpu|wasm
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { batchesOf, drawn, labels } from "../samples.mjs";
import { serve } from "./serve.mjs";

const backend = process.argv[2];

/** Every stride-th pixel, and zeros for new channels. */
class PaddedShortcut extends tf.layers.Layer {
  static className = "PaddedShortcut";

  constructor(stride, channels) {
    super({});
    this.stride = stride;
    this.channels = channels;
  }

  computeOutputShape([batch, height, width, channels]) {
    return [batch, Math.ceil(height / this.stride), Math.ceil(width / this.stride), channels + this.channels];
  }

  call(inputs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const picked = x.stridedSlice([0, 0, 0, 0], x.shape, [1, this.stride, this.stride, 1]);
    return picked.pad([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, this.channels],
    ]);
  }
}

/** The output of an Evenkeel layer applied to a symbolic input. */
function apply(spec, x) {
  switch (spec.name) {
    case "sequential":
      return spec.layers.reduce((signal, layer) => apply(layer, signal), x);
    case "residual": {
      const added = apply(spec.block, x);
      const [, before, , channels] = x.shape;
      const [, after, , filters] = added.shape;
      const same = before === after && channels === filters;
      const shortcut = same ? x : new PaddedShortcut(before / after, filters - channels).apply(x);
      return tf.layers.add().apply([added, shortcut]);
    }
    case "conv2d": {
      const padded =
        typeof spec.padding === "number" && spec.padding > 0
          ? tf.layers.zeroPadding2d({ padding: [spec.padding, spec.padding] }).apply(x)
          : x;
      const padding = typeof spec.padding === "number" ? "valid" : spec.padding;
      const { filters, kernelSize, stride: strides, bias: useBias } = spec;
      return tf.layers.conv2d({ filters, kernelSize, strides, padding, useBias }).apply(padded);
    }
    case "dense":
      return tf.layers.dense({ units: spec.units, useBias: spec.bias }).apply(x);
    case "batchNorm":
      return tf.layers.batchNormalization({ momentum: spec.momentum, epsilon: spec.eps }).apply(x);
    case "relu":
      return tf.layers.reLU().apply(x);
    case "dropout":
      return tf.layers.dropout({ rate: spec.rate }).apply(x);
    case "maxPool2d":
      return tf.layers.maxPooling2d({ poolSize: spec.poolSize }).apply(x);
    case "globalAveragePool":
      return tf.layers.globalAveragePooling2d({}).apply(x);
    case "flatten":
      return tf.layers.flatten().apply(x);
    default:
      throw new Error(`no translation of ${spec.name}`);
  }
}

const prepare = {
  step({ spec, input, batch, classes, samples }) {
    const x = tf.input({ shape: input });
    const model = tf.model({ inputs: x, outputs: apply(spec, x) });
    model.compile({
      optimizer: tf.train.adam(1e-3),
      loss: (truth, logits) => tf.losses.softmaxCrossEntropy(truth, logits),
    });
    const images = tf.tensor(drawn([samples, ...input], 1), [samples, ...input]);
    const targets = tf.oneHot(tf.tensor1d(labels(samples, classes), "int32"), classes);
    const batches = batchesOf(samples, batch);
    let taken = 0;
    return {
      async time(repeats) {
        let loss;
        for (let i = 0; i < repeats; i++) {
          const [inputs, truths] = tf.tidy(() => {
            const indices = tf.tensor1d(Int32Array.from(batches[taken++ % batches.length]), "int32");
            return [images.gather(indices), targets.gather(indices)];
          });
          loss = await model.trainOnBatch(inputs, truths);
          tf.dispose([inputs, truths]);
        }
        return { loss };
      },
      close() {
        model.dispose();
        tf.dispose([images, targets]);
      },
    };
  },

  product({ m, n, k, transposed }) {
    const [left, right] = [transposed === "a", transposed === "b"];
    const a = tf.tensor2d(drawn([m, k], 1), left ? [k, m] : [m, k]);
    const b = tf.tensor2d(drawn([k, n], 2), right ? [n, k] : [k, n]);
    return {
      async time(repeats) {
        for (let i = 0; i < repeats; i++) {
          const c = tf.matMul(a, b, left, right);
          if (i === repeats - 1) await c.data();
          c.dispose();
        }
      },
      close: () => tf.dispose([a, b]),
    };
  },
};

await serve({
  async describe() {
    tf.env().set("PROD", true);
    if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend} here`);
    await tf.ready();
    return `TensorFlow.js ${tf.version.tfjs}, ${tf.getBackend()}, 1 thread`;
  },
  prepare: (workload) => prepare[workload.kind](workload),
});
