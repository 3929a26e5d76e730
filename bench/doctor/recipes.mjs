// Healthy recipes of the doctor's bench: half of them to develop thresholds on, half to report on. Each trains in about a
// second on one core.
// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PENGUINS = fileURLToPath(new URL("../../examples/penguins.csv", import.meta.url));
const FOLDER = process.env.EVENKEEL_DATA;

const DIGITS = { data: "digits", trainSize: 1000, validationSize: 500, testSize: 1000, batchSize: 32, epochs: 5 };
const POINTS = { batchSize: 32, epochs: 30, callbacks: [] };
const CLASSES = { target: "species", batchSize: 16, epochs: 30 };
const MASS = { target: "body_mass_g", batchSize: 16, epochs: 30 };
const TABLE = `csv(${JSON.stringify(PENGUINS)}, { unlabeled: "drop" })`;

const DEEP =
  "sequential([flatten(), repeat(6, [dense(64, { init: heNormal(), bias: false }), batchNorm(), relu()]), dense(10)])";
const CONVOLUTIONS =
  'sequential([conv2d(8, 3, { padding: "same" }), relu(), maxPool2d(2), conv2d(16, 3, { padding: "same" }), relu(), maxPool2d(2), flatten(), dense(10)])';
const NORMED =
  'sequential([conv2d(8, 3, { padding: "same", bias: false }), batchNorm(), relu(), maxPool2d(2), conv2d(16, 3, { padding: "same", bias: false }), batchNorm(), relu(), maxPool2d(2), flatten(), dense(10)])';
const RESIDUAL =
  "sequential([flatten(), dense(64), repeat(3, [residual(sequential([dense(64, { init: heNormal() }), relu(), dense(64, { init: zeros() })]))]), relu(), dense(10)])";

/** @typedef {{ name: string, part: "develop" | "report", recipe: Record<string, unknown>, needs?: string }} Healthy */

/** @type {readonly Healthy[]} */
const ALL = [
  { name: "mlp, Adam", part: "develop", recipe: { ...DIGITS, model: "mlp", hidden: [128] } },
  {
    name: "mlp, SGD",
    part: "report",
    recipe: { ...DIGITS, model: "mlp", hidden: [128], optimizer: "sgd({ learningRate: 0.1 })" },
  },
  {
    name: "mlp, momentum",
    part: "develop",
    recipe: { ...DIGITS, model: "mlp", hidden: [64, 64], optimizer: "sgd({ learningRate: 0.05, momentum: 0.9 })" },
  },
  {
    name: "mlp, tanh",
    part: "report",
    recipe: { ...DIGITS, model: "mlp", hidden: [64, 64], activation: "tanh", init: "glorotUniform" },
  },
  {
    name: "mlp, GELU and layer norm, AdamW",
    part: "report",
    recipe: { ...DIGITS, model: "mlp", hidden: [128, 64], activation: "gelu", norm: "layer", optimizer: "adamw" },
  },
  {
    name: "mlp, batch norm, RMSProp",
    part: "develop",
    recipe: { ...DIGITS, model: "mlp", hidden: [128], norm: "batch", optimizer: "rmsprop" },
  },
  { name: "mlp, dropout", part: "report", recipe: { ...DIGITS, model: "mlp", hidden: [256], dropout: 0.3 } },
  {
    name: "mlp, dropout 0.5, decay",
    part: "develop",
    recipe: { ...DIGITS, model: "mlp", hidden: [256], dropout: 0.5, optimizer: "adamw({ weightDecay: 0.01 })" },
  },
  {
    name: "mlp, sigmoid and batch norm",
    part: "develop",
    recipe: {
      ...DIGITS,
      model: "mlp",
      hidden: [64, 64],
      activation: "sigmoid",
      norm: "batch",
      optimizer: "adam({ learningRate: 0.003 })",
    },
  },
  {
    name: "mlp, Lion",
    part: "report",
    recipe: { ...DIGITS, model: "mlp", hidden: [128], optimizer: "lion({ learningRate: 0.0003 })" },
  },
  {
    name: "mlp, cosine, clipping",
    part: "develop",
    recipe: {
      ...DIGITS,
      model: "mlp",
      hidden: [128],
      optimizer: "chain(clipByGlobalNorm(5), adam({ learningRate: warmup(20, cosineDecay(0.003, { span: 5 })) }))",
    },
  },
  {
    name: "mlp, standardized inputs",
    part: "report",
    recipe: { ...DIGITS, model: "mlp", hidden: [128], scaling: "standardize" },
  },
  { name: "deep mlp, batch norm", part: "report", recipe: { ...DIGITS, model: DEEP } },
  { name: "residual mlp", part: "develop", recipe: { ...DIGITS, model: RESIDUAL } },
  {
    name: "convolutions",
    part: "report",
    recipe: { ...DIGITS, model: CONVOLUTIONS, optimizer: "adam({ learningRate: 0.003 })" },
  },
  {
    name: "convolutions, batch norm",
    part: "develop",
    recipe: { ...DIGITS, trainSize: 800, model: NORMED, optimizer: "adam({ learningRate: 0.003 })" },
  },
  { name: "lenet", part: "develop", recipe: { ...DIGITS, model: "lenet", optimizer: "adam({ learningRate: 0.002 })" } },
  {
    name: "moons",
    part: "develop",
    recipe: {
      ...POINTS,
      data: "moons({ samples: 600, noise: 0.15 })",
      model: "mlp",
      hidden: [32, 32],
      optimizer: "adam({ learningRate: 0.01 })",
    },
  },
  {
    name: "circles, tanh",
    part: "report",
    recipe: {
      ...POINTS,
      data: "circles({ samples: 600, noise: 0.08 })",
      model: "mlp",
      hidden: [32],
      activation: "tanh",
      init: "glorotUniform",
      optimizer: "adam({ learningRate: 0.02 })",
    },
  },
  {
    name: "spirals",
    part: "report",
    recipe: {
      ...POINTS,
      data: "spirals({ samples: 900 })",
      model: "mlp",
      hidden: [64, 64],
      optimizer: "adam({ learningRate: 0.01 })",
      epochs: 40,
    },
  },
  {
    name: "blobs, linear",
    part: "develop",
    recipe: {
      ...POINTS,
      data: "blobs({ samples: 600 })",
      model: "sequential([dense(3)])",
      optimizer: "sgd({ learningRate: 0.1 })",
    },
  },
  { name: "penguins, species", part: "develop", recipe: { ...CLASSES, data: TABLE, model: "mlp", hidden: [32] } },
  {
    name: "penguins, species, batch norm",
    part: "report",
    recipe: { ...CLASSES, data: TABLE, model: "mlp", hidden: [64], norm: "batch", dropout: 0.1 },
  },
  {
    name: "penguins, mass",
    part: "report",
    recipe: { ...MASS, data: TABLE, model: "mlp", hidden: [32], optimizer: "adam({ learningRate: 0.003 })" },
  },
  {
    name: "penguins, mass, linear",
    part: "develop",
    recipe: { ...MASS, data: TABLE, model: "sequential([dense(1)])", optimizer: "adam({ learningRate: 0.03 })" },
  },
  {
    name: "MNIST, mlp",
    part: "report",
    needs: "mnist",
    recipe: { ...DIGITS, data: "mnist", model: "mlp", hidden: [128] },
  },
  {
    name: "MNIST, convolutions",
    part: "develop",
    needs: "mnist",
    recipe: { ...DIGITS, data: "mnist", model: CONVOLUTIONS, optimizer: "adam({ learningRate: 0.003 })" },
  },
  {
    name: "Fashion-MNIST, mlp, momentum",
    part: "report",
    needs: "fashion-mnist",
    recipe: {
      ...DIGITS,
      data: "fashion-mnist",
      model: "mlp",
      hidden: [128],
      optimizer: "sgd({ learningRate: 0.05, momentum: 0.9 })",
    },
  },
];

/** The recipes whose data are there, and the names of the others. */
export function healthyRecipes() {
  const isThere = (/** @type {Healthy} */ { needs }) =>
    needs === undefined || (FOLDER !== undefined && existsSync(join(FOLDER, needs)));
  const found = ALL.filter(isThere).map((one) =>
    one.needs === undefined
      ? one
      : { ...one, recipe: { ...one.recipe, dataDirectory: join(/** @type {string} */ (FOLDER), one.needs) } },
  );
  return { found, missing: ALL.filter((one) => !isThere(one)).map(({ name }) => name) };
}
