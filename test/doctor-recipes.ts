import { arrays } from "../src/data/arrays.ts";
import type { Dataset } from "../src/data/dataset.ts";
import { digits } from "../src/data/sources/digits.ts";
import { moons } from "../src/data/sources/moons.ts";
import { csv } from "../src/data/table/doors/csv.ts";
import type { Seed } from "../src/doctor/diagnosis.ts";
import { RandomStream } from "../src/random.ts";
import { withDataDefaults } from "../src/recipe/data-defaults.ts";
import { recipeWithoutData } from "../src/recipe/define-recipe.ts";
import { MODEL_KEYS } from "../src/recipe/model-defaults.ts";
import type { RecipeInput } from "../src/recipe/recipe.ts";
import { isExpression } from "../src/recipe/written.ts";

/** A small recipe that learns what there is to learn, and its data. */
export interface HealthyRecipe {
  recipe: RecipeInput;
  data(): Promise<Dataset>;
}

const drawn = once(() => digits({ train: 800, validation: 600, test: 200 }));
const points = once(() => moons({ samples: 1500, validation: 500, test: 200, noise: 0.15 }));

/** Each of them trains in less than a second. Between them they have what diagnoses look at: batch norm, dropout, pooling … */
export const HEALTHY: Readonly<Record<string, HealthyRecipe>> = {
  "mlp on digits": {
    recipe: { model: "mlp", hidden: [64], optimizer: "adam", epochs: 12, batchSize: 32 },
    data: drawn,
  },
  "tanh on digits": {
    recipe: {
      model: "mlp",
      hidden: [48, 48],
      activation: "tanh",
      optimizer: "momentum",
      learningRate: 0.02,
      epochs: 12,
      batchSize: 32,
    },
    data: drawn,
  },
  "dropout and batch norm on digits": {
    recipe: { model: "mlp", hidden: [64, 64], norm: "batch", dropout: 0.2, epochs: 12, batchSize: 32 },
    data: drawn,
  },
  "convnet on digits": {
    recipe: {
      model:
        'sequential([conv2d(8, 3, { stride: 2, padding: "same" }), relu(), conv2d(16, 3, { padding: "same" }), relu(), maxPool2d(2), flatten(), dense(32), relu(), dense(10)])',
      optimizer: "adam({ learningRate: 0.003 })",
      epochs: 8,
      batchSize: 32,
    },
    data: drawn,
  },
  "residual on digits": {
    recipe: {
      model:
        'sequential([conv2d(8, 3, { stride: 2, padding: "same", bias: false }), batchNorm(), relu(), residual(sequential([conv2d(8, 3, { padding: "same", bias: false }), batchNorm()])), relu(), flatten(), dense(10)])',
      optimizer: "rmsprop",
      epochs: 6,
      batchSize: 32,
    },
    data: drawn,
  },
  "mlp on moons": {
    recipe: { model: "mlp", hidden: [32, 32], activation: "relu", learningRate: 0.01, epochs: 20, batchSize: 32 },
    data: points,
  },
  "a table of classes": {
    recipe: { model: "mlp", hidden: [32], learningRate: 0.01, epochs: 16, batchSize: 32 },
    data: once(table),
  },
  "real numbers": {
    recipe: { model: "mlp", hidden: [32], activation: "gelu", learningRate: 0.005, epochs: 25, batchSize: 32 },
    data: once(async () => sums()),
  },
};

/** A recipe with a seeded fault: what is given to `diagnose`; undefined where the seed does not apply to it. */
export async function seeded(
  healthy: HealthyRecipe,
  seed: Seed,
): Promise<{ recipe: RecipeInput; data: Dataset } | undefined> {
  const data = await healthy.data();
  const sick = seed.data === undefined ? data : seed.data(data, new RandomStream(1, "seed"));
  const whole = withDataDefaults(recipeWithoutData(healthy.recipe), data);
  const change = seed.recipe === undefined ? {} : seed.recipe(whole, data);
  if (sick === undefined || change === undefined) return undefined;
  const replaced = isExpression(change.model) ? MODEL_KEYS : [];
  const recipe = { ...healthy.recipe, ...Object.fromEntries(replaced.map((key) => [key, undefined])), ...change };
  return { recipe, data: sick };
}

/** Flowers, as it were: two numbers and a word, three kinds. */
function table(): Promise<Dataset> {
  const random = new RandomStream(3, "table");
  const rows = Array.from({ length: 1200 }, (_, i) => {
    const kind = i % 3;
    const [length, width] = [4 + kind + 0.5 * random.normal(), 30 - 6 * kind + 3 * random.normal()];
    const place = ["north", "south", "west"][random.uniform() < 0.6 ? kind : random.integer(3)];
    return `${length.toFixed(3)},${width.toFixed(3)},${place},${["a", "b", "c"][kind]}`;
  });
  return Promise.resolve(
    csv(`length,width,place,kind\n${rows.join("\n")}`, { target: "kind", validation: 300, test: 150 }),
  ) as Promise<Dataset>;
}

/** A smooth function of four numbers, with a little noise. */
function sums(): Dataset {
  const random = new RandomStream(4, "sums");
  const inputs = Array.from({ length: 1200 }, () => Array.from({ length: 4 }, () => random.normal()));
  const targets = inputs.map(([a, b, c, d]) => [50 + 10 * Math.sin(a) + 5 * b * c - 3 * d + 0.5 * random.normal()]);
  return arrays({ name: "sums", inputs, targets }, { validation: 300, test: 150 });
}

function once<T>(make: () => Promise<T> | PromiseLike<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= Promise.resolve(make());
    return made;
  };
}
