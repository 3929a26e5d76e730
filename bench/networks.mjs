// The networks whose training steps are timed. Peers build them from the JSON of Evenkeel's models.
import {
  batchNorm,
  conv2d,
  convnet,
  dense,
  flatten,
  heNormal,
  maxPool2d,
  mlp,
  relu,
  resnet,
  sequential,
} from "../dist/index.js";

/** Convolution, batch normalization, ReLU, pooling. @param {number} filters */
const block = (filters) => [
  conv2d(filters, 3, { padding: "same", bias: false }),
  batchNorm(),
  relu(),
  maxPool2d(2), // half the height and width
];

const NETWORKS = [
  {
    id: "mlp",
    title: "MLP 784-512-256-10, batch norm, dropout 0.2, batch 128",
    model: mlp({ hidden: [512, 256], norm: "batch", dropout: 0.2 }),
    input: [28, 28, 1],
    batch: 128,
    goal: 0.55,
  },
  {
    id: "convnet",
    title: "convnet conv 32-pool-conv 64-pool-dense 128-10, batch norm, 28×28, batch 128",
    model: sequential([...block(32), ...block(64), flatten(), dense(128), relu(), dense(10)]),
    input: [28, 28, 1],
    batch: 128,
    goal: 0.5,
  },
  {
    id: "lesson",
    title: "the lesson's dropout network, 28×28, batch 64",
    model: convnet({ dropout: 0.5 }),
    input: [28, 28, 1],
    batch: 64,
    goal: 0.55,
  },
  {
    id: "resnet",
    title: "ResNet-20, 32×32×3, batch 128",
    model: resnet({ depth: 20 }),
    input: [32, 32, 3],
    batch: 128,
    goal: 0.9,
  },
  {
    id: "deep",
    title: "deep thin MLP, 30 × 128 ReLU, 784 inputs, batch 128",
    model: mlp({ hidden: Array(30).fill(128), init: heNormal() }),
    input: [28, 28, 1],
    batch: 128,
    goal: 0.5,
  },
];

/** `goal`: at most this share of PyTorch's time. */
export const networks = NETWORKS.map(({ model, ...network }) => ({
  kind: "step",
  classes: 10,
  samples: 1024, // in memory; every step picks its batch from them
  spec: JSON.parse(JSON.stringify(model)),
  ...network,
}));
