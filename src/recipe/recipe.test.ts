import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { arrays } from "../data/arrays.ts";
import * as scalings from "../data/scaling/index.ts";
import { sizeOf } from "../graph/shape.ts";
import { heNormal } from "../model/initializers/he-normal.ts";
import * as initializers from "../model/initializers/index.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { isSchedule, type Schedule } from "../optimize/schedule.ts";
import { exponentialDecay } from "../optimize/schedules/exponential-decay.ts";
import { CLIP_MODES, OPTIMIZERS } from "./choices.ts";
import { defineRecipe } from "./define-recipe.ts";
import { modelOfRecipe } from "./model-of-recipe.ts";
import { type Recipe, type RecipeInput, recipeOptions } from "./recipe.ts";
import { recipeData } from "./recipe-data.ts";
import { recipeTraining } from "./recipe-training.ts";
import { scheduled } from "./schedule-text.ts";
import { checkRecipe, trainRecipe } from "./train-recipe.ts";

/** Images of ten classes, or of three: what recipes of digits are for. */
const DIGITS = {
  ...arrays({ inputs: { shape: [10, 28, 28, 1], data: new Uint8Array(7840) }, labels: new Uint8Array(10) }),
  classes: [..."0123456789"],
};
const THREE = { ...DIGITS, classes: ["a", "b", "c"] };

/** A value other than the default for every key. */
const FULL: Recipe = {
  data: "mnist",
  dataDirectory: "some/folder",
  target: undefined,
  ignore: undefined,
  numeric: undefined,
  categorical: undefined,
  task: "classification",
  group: undefined,
  order: undefined,
  sampleWeights: undefined,
  trainSize: 600,
  validationSize: 60,
  testSize: 70,
  dataSeed: 3,
  scaling: "standardize",
  targetScaling: "none",
  model: "mlp",
  hidden: [64, 32],
  activation: "tanh",
  depth: undefined,
  width: undefined,
  init: "heNormal",
  norm: "batch",
  dropout: 0.3,
  loss: "crossEntropy",
  labelSmoothing: 0.1,
  classWeights: "balanced",
  optimizer: "rmsprop",
  learningRate: 0.01,
  schedule: "exponential:0.9",
  weightDecay: 0.1,
  clip: 1,
  clipMode: "normalizeAbove",
  lookahead: 6,
  sam: 0.05,
  freeze: ["0.dense", "bias"],
  earlyStopping: 4,
  averageWeights: 0.99,
  swa: 3,
  snapshots: 2,
  callbacks: ["signals({ every: 5 })"],
  augment: undefined,
  augmentShift: 2,
  augmentRotate: 10,
  augmentZoom: 0.1,
  augmentFlip: "horizontal",
  epochs: 7,
  maxSteps: 900,
  maxTime: "10m",
  batchSize: 50,
  shuffle: false,
  weights: "some/run.evenkeel",
  metrics: ["accuracy"],
  metric: "loss",
  seed: 11,
  use: undefined,
};

describe("defineRecipe", () => {
  test("fills in every default", () => {
    expect(defineRecipe()).toEqual({
      data: "digits",
      dataDirectory: undefined,
      trainSize: undefined,
      validationSize: undefined,
      testSize: undefined,
      dataSeed: 1,
      scaling: "scaleToUnit",
      model: "convnet",
      hidden: undefined,
      activation: undefined,
      depth: undefined,
      width: undefined,
      init: "glorotUniform",
      norm: "none",
      dropout: 0,
      labelSmoothing: 0,
      optimizer: "adam",
      learningRate: undefined,
      schedule: "none",
      weightDecay: undefined,
      clip: undefined,
      clipMode: "clipByGlobalNorm",
      lookahead: undefined,
      sam: undefined,
      earlyStopping: undefined,
      averageWeights: undefined,
      swa: undefined,
      snapshots: undefined,
      augmentShift: 0,
      augmentRotate: 0,
      augmentZoom: 0,
      augmentFlip: "none",
      epochs: 5,
      batchSize: 64,
      metric: "accuracy",
      seed: 1,
    });
    expect(defineRecipe({})).toEqual(defineRecipe());
  });

  test("has batches of 64 samples by default, or of the whole training set if that is smaller", () => {
    expect([10, 63, 64, 1000].map((trainSize) => defineRecipe({ trainSize }).batchSize)).toEqual([10, 63, 64, 64]);
    const small = defineRecipe({ trainSize: 20 });
    expect(defineRecipe(small)).toEqual(small);
    expect(defineRecipe({ trainSize: 20, batchSize: 32 }).batchSize).toBe(32); // refused where it meets the data
  });

  test("names every trick by a type of its own, for completion", () => {
    expectTypeOf<"adam">().toExtend<RecipeInput["optimizer"]>();
    expectTypeOf<"sgd" | "muon">().toExtend<RecipeInput["optimizer"]>();
    expectTypeOf<string>().not.toExtend<RecipeInput["optimizer"]>();
    expectTypeOf<"chain">().not.toExtend<RecipeInput["optimizer"]>(); // has no learning rate
    expectTypeOf<string>().not.toExtend<RecipeInput["init"]>();
    expectTypeOf<string>().not.toExtend<RecipeInput["scaling"]>();
    expectTypeOf<string>().not.toExtend<RecipeInput["metric"]>();
  });

  test("keeps what is given, and does not change it", () => {
    const input = structuredClone(FULL);
    expect(Object.keys(FULL)).toEqual(Object.keys(recipeOptions));
    expect(defineRecipe(input)).toEqual(FULL);
    expect(input).toEqual(FULL);
  });

  test("goes through JSON unchanged", () => {
    for (const recipe of [FULL, defineRecipe({ dropout: 0.5 })])
      expect(defineRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
  });

  test("of any values is the same when it is read again", () => {
    const some = fc.record(
      {
        seed: fc.maxSafeNat(),
        epochs: fc.integer({ min: 1, max: 1000 }),
        batchSize: fc.integer({ min: 1, max: 512 }),
        hidden: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
        dropout: fc.double({ min: 0, max: 0.9, noNaN: true }),
        learningRate: fc.double({ min: 1e-9, max: 10, noNaN: true }),
        optimizer: fc.constantFrom("adam", "sgd({ momentum: 0.5 })", "rmsprop"),
        labelSmoothing: fc.double({ min: 0, max: 0.5, noNaN: true }),
        dataDirectory: fc.string({ unit: "binary" }),
        init: fc.double({ min: 1e-3, max: 1, noNaN: true }).map((gain) => `orthogonal({ gain: ${gain} })`),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(some, (input) => {
        const recipe = defineRecipe({ ...input, model: "mlp" } as RecipeInput);
        expect(defineRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
        expect(recipe).toMatchObject(
          JSON.parse(JSON.stringify({ seed: input.seed, hidden: input.hidden, dropout: input.dropout })),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("refuses an unknown key, with the nearest one", () => {
    const keys = Object.keys(recipeOptions);
    const list = `${keys.slice(0, -1).join(", ")} or ${keys.at(-1)}`;
    expect(() => defineRecipe({ dropuot: 0.5 } as RecipeInput)).toThrow(
      `recipe: expected option ${list}, received "dropuot". Did you mean dropout?`,
    );
    expect(() => defineRecipe({ batch_size: 5 } as RecipeInput)).toThrow("Did you mean batchSize?");
    expect(() => defineRecipe({ momentum: 5 } as RecipeInput)).toThrow(/received "momentum"\.$/);
  });

  test.each<[string, unknown, RegExp]>([
    ["optimizer", adam, /^recipe: optimizer: .*, received adam\. Write its name: "adam"\.$/],
    ["optimizer", heNormal(), /^recipe: optimizer: .*, received heNormal/],
    ["scaling", scalings.standardize, /Write its name: "standardize"\.$/],
    ["schedule", exponentialDecay, /"exponential:FACTOR" .*, received exponentialDecay\. Write its name/],
  ])("refuses what is no trick of the kind, or was not called, for %s", (key, value, message) => {
    expect(() => defineRecipe({ [key]: value } as RecipeInput)).toThrow(message);
  });

  const wrong: Record<keyof Recipe, unknown[]> = {
    data: ["cifar", 1],
    dataDirectory: [1, null],
    target: ["", [], [""], 1],
    ignore: ["", [], 1],
    numeric: ["", [], 1],
    categorical: ["", [], 1],
    task: ["classify", 1],
    group: ["", 1],
    order: ["", ["a"]],
    sampleWeights: ["", 1],
    trainSize: [9, 10.5, -1, "600", Number.NaN],
    validationSize: [-1, 1.5, "0.1"],
    testSize: [-1, 1.5],
    dataSeed: [-1, 0.1, 2 ** 53],
    scaling: ["standardized", true],
    targetScaling: ["standardized", true],
    model: ["restnet", null],
    hidden: [256, [0], [1.5], ["64"], "64"],
    activation: ["rely", 1],
    depth: [0, 1.5, "20"],
    width: [0, 1.5],
    init: ["he", 1],
    norm: ["batchNorm", false],
    dropout: [1, -0.1, 1.5, "0.5", Number.NaN],
    loss: ["mse", 1],
    labelSmoothing: [1, -0.1],
    classWeights: ["even", [], [0, 0], [-1, 1], { yes: -1 }, {}],
    optimizer: ["Adam", "lbfgs"],
    learningRate: [0, -1, Infinity, "0.1"],
    schedule: ["cosine", "exponential:0", "exponential:-1", "plateau:1", "plateau:0", 0.98],
    weightDecay: [-1, "0.1"],
    clip: [0, -1],
    clipMode: ["norm", 1],
    lookahead: [0, 1.5],
    sam: [0, -1],
    freeze: ["", [], 1],
    shuffle: ["no", 1],
    weights: [1, null],
    earlyStopping: [0, 1.5, "GL", "GL:0", "PQ:-1", "UP:1.5", "UP:0", "gl:5", "3"],
    averageWeights: [1, -0.1],
    swa: [0, 1.5],
    snapshots: [0, 1.5],
    callbacks: ["earlyStopping", 1],
    augment: ["dropout", 1],
    augmentShift: [-1, 0.5],
    augmentRotate: [-1, 181],
    augmentZoom: [1, -0.1],
    augmentFlip: ["sideways", true],
    epochs: [0, 1.5, -1, Infinity],
    maxSteps: [0, 1.5, -1],
    maxTime: [0, -1, "soon", "5 fortnights"],
    batchSize: [0, 0.5],
    metrics: ["accuracy", 1],
    metric: ["acuracy", 1],
    seed: [-1, 0.5, "1"],
    use: ["myLayer", [1]],
  };

  test.each(Object.entries(wrong))("refuses every wrong value of %s, and says what it accepts", (key, values) => {
    const { accepts } = recipeOptions[key as keyof Recipe];
    for (const value of values)
      expect(() => defineRecipe({ [key]: value }), `${value}`).toThrow(
        expect.objectContaining({
          kind: "usage",
          message: expect.stringMatching(new RegExp(`^recipe: ${key}: expected ${escaped(accepts)}, received `)),
        }),
      );
  });

  test.each([
    ["lenet", "glorotUniform", "none"],
    ["mlp", "glorotUniform", "none"],
    ["resnet", "heNormal", "batch"],
    ["plainnet", "heNormal", "batch"],
    ["inceptionNet", "heNormal", "batch"],
  ] as const)("fills in what %s has by default, unless it is given", (model, init, norm) => {
    expect(defineRecipe({ model })).toMatchObject({ model, init, norm });
    const other = { model, init: "lecunNormal", norm: "none" } as const;
    expect(defineRecipe(other)).toMatchObject(other);
  });

  test("refuses what the model has not, or does not accept", () => {
    const refusal = (recipe: RecipeInput) => expect(() => defineRecipe(recipe));
    refusal({ model: "resnet", hidden: [5] }).toThrow(
      "recipe: hidden: expected model mlp, which has such an option, received model resnet. " +
        "Leave hidden out, or choose another model.",
    );
    refusal({ model: "plainnet", dropout: 0.5 }).toThrow(
      "recipe: dropout: expected model convnet, inceptionNet or mlp, which have such an option, received model plainnet.",
    );
    refusal({ model: "mlp", depth: 20 }).toThrow(/^recipe: depth: expected model plainnet or resnet, which have/);
    refusal({ model: "resnet", depth: 21 }).toThrow(/^recipe: depth: expected a whole number 6n \+ 2 .* received 21/);
    refusal({ model: "inceptionNet", width: 20 }).toThrow("recipe: width: expected a multiple of 16, received 20.");
  });

  test("says the nearest of the names that a key takes", () => {
    expect(() => defineRecipe({ optimizer: "Adam" as "adam" })).toThrow(
      `recipe: optimizer: expected ${recipeOptions.optimizer.accepts}, received "Adam". Did you mean adam?`,
    );
    expect(() => defineRecipe({ init: "heNormall" as "heNormal" })).toThrow("Did you mean heNormal?");
  });
});

describe("the text of a schedule", () => {
  test.each([
    ["none", 0.1, 0.1],
    ["exponential", 0.098, 0.1 * 0.98 ** 2],
    ["exponential:0.5", 0.05, 0.025],
    ["exponential:.5", 0.05, 0.025],
    ["exponential:1", 0.1, 0.1],
    ["exponential:2", 0.2, 0.4],
  ])("%s gives %d in the second epoch, and %d in the third", (text, second, third) => {
    const { schedule } = defineRecipe({ schedule: text });
    const rate = scheduled(schedule, 0.1);
    const at = (step: number) => (isSchedule(rate) ? rate.at(step, { stepsPerEpoch: 10 }) : rate);
    expect([at(0), at(9)]).toEqual([0.1, 0.1]);
    expect(at(10)).toBeCloseTo(second, 12);
    expect(at(29)).toBeCloseTo(third, 12);
  });

  test.each([
    "",
    "None",
    "exponential:",
    "exponential:x",
    "exponential:1e",
    "exponential:0.0",
    "exponential 0.9",
    "none:1",
  ])("%j is refused", (schedule) => {
    expect(() => defineRecipe({ schedule })).toThrow(
      `recipe: schedule: expected ${recipeOptions.schedule.accepts}, received ${JSON.stringify(schedule)}.`,
    );
  });
});

test.each([
  ["plateau", 0.1],
  ["plateau:0.5", 0.5],
])("schedule %s multiplies the rate by %d once the loss stands still", (schedule, factor) => {
  const rate = scheduled(defineRecipe({ schedule }).schedule, 0.1) as Schedule;
  const losses = new Array(11).fill(1);
  expect(rate.at(0, { losses: losses.slice(1) })).toBe(0.1);
  expect(rate.at(0, { losses })).toBeCloseTo(0.1 * factor, 14);
});

test.each([
  [4, { patience: 4, criterion: "patience" }],
  ["GL:5", { criterion: "GL", alpha: 5 }],
  ["PQ:.5", { criterion: "PQ", alpha: 0.5 }],
  ["UP:3", { criterion: "UP", successiveStrips: 3 }],
])("earlyStopping %s", (earlyStopping, expected) => {
  const { callbacks } = recipeTraining(defineRecipe({ earlyStopping }), DIGITS);
  expect(JSON.parse(JSON.stringify(callbacks))).toMatchObject([{ name: "earlyStopping", ...expected }]);
});

describe("the parts of a recipe", () => {
  const json = (value: unknown) => JSON.parse(JSON.stringify(value));

  test("are those that were named", () => {
    const { loss, metrics, optimizer, callbacks, augment, scaling, ...rest } = recipeTraining(FULL, DIGITS);
    expect(json(loss)).toEqual({ name: "crossEntropy", labelSmoothing: 0.1 });
    expect(json(metrics)).toEqual([{ name: "accuracy" }]);
    const { name, stages } = json(optimizer) as { name: string; stages: unknown[] };
    expect(name).toBe("chain");
    expect(stages[0]).toEqual({ name: "freeze", patterns: ["0.dense", "bias"] });
    expect(stages[1]).toMatchObject({
      name: "sam",
      rho: 0.05,
      optimizer: {
        name: "lookahead",
        k: 6,
        optimizer: {
          name: "chain",
          stages: [
            { name: "normalizeAbove", maxNorm: 1 },
            { name: "weightDecay", weightDecay: 0.1 },
            { name: "rmsprop", learningRate: { name: "exponentialDecay", initial: 0.01, factor: 0.9 } },
          ],
        },
      },
    });
    expect(json(callbacks)).toMatchObject([
      { name: "earlyStopping", patience: 4 },
      { name: "averageWeights", decay: 0.99 },
      { name: "swa", from: 3, every: 1 },
      { name: "snapshotEnsemble", period: 2 },
      { name: "signals", every: 5 },
    ]);
    expect(json(augment)).toMatchObject({ name: "augment", shift: 2, rotate: 10, zoom: 0.1, flip: "horizontal" });
    expect(json(scaling)).toEqual({ name: "standardize" });
    expect(rest).toEqual({
      epochs: 7,
      maxSteps: 900,
      maxTime: "10m",
      batchSize: 50,
      seed: 11,
      shuffle: false,
      weights: "some/run.evenkeel",
      classWeights: "balanced",
      targetScaling: "none",
    });
  });

  test("are the plain ones by default", () => {
    const { optimizer, callbacks, scaling, ...rest } = recipeTraining(defineRecipe(), DIGITS);
    expect(rest.augment).toBeUndefined();
    expect(json(optimizer)).toMatchObject({ name: "adam", learningRate: 1e-3 });
    expect(callbacks).toEqual([]);
    expect(json(scaling)).toEqual({ name: "scaleToUnit" });
    expect(recipeTraining(defineRecipe({ scaling: "none" }), DIGITS).scaling).toBe("none");
  });

  test.each(OPTIMIZERS)("optimizer %s has a rate for a schedule to begin with", (name) => {
    const { options } = catalogue.optimizers[name].definition;
    const { optimizer } = recipeTraining(defineRecipe({ optimizer: name, schedule: "exponential" }), DIGITS);
    expect(optimizer.name).toBe(name);
    const { learningRate } = optimizer.values as unknown as { learningRate: Schedule };
    expect(learningRate.at(0)).toBe(options.learningRate.fallback);
  });

  test("leave decay to an optimizer that has its own", () => {
    const { optimizer } = recipeTraining(defineRecipe({ optimizer: "adamw", weightDecay: 0.2 }), DIGITS);
    expect(json(optimizer)).toMatchObject({ name: "adamw", weightDecay: 0.2 });
  });

  test.each(CLIP_MODES)("clip is the number of %s where that is the mode", (clipMode) => {
    const { optimizer } = recipeTraining(defineRecipe({ clip: 0.25, clipMode }), DIGITS);
    expect(Object.values(json(optimizer).stages[0]).slice(0, 2)).toEqual([clipMode, 0.25]);
    const alone = () => defineRecipe({ clipMode });
    if (clipMode === "clipByGlobalNorm") expect(alone).not.toThrow();
    else expect(alone).toThrow(/^recipe: clipMode: expected clip, .*received none/);
  });

  test.each(Object.keys(scalings) as (keyof typeof scalings)[])("scaling %s can be named", (name) => {
    expect(json(recipeTraining(defineRecipe({ scaling: name }), DIGITS).scaling)).toMatchObject({ name });
  });

  test.each(Object.keys(initializers) as (keyof typeof initializers)[])(
    "initial weights by %s can be named",
    (init) => {
      const model = json(modelOfRecipe(defineRecipe({ model: "mlp", init }), DIGITS));
      expect(model.layers.at(-1)).toMatchObject({ name: "dense", units: 10, init: { name: init } });
    },
  );

  test("make an mlp", () => {
    const names = (recipe: RecipeInput) =>
      json(modelOfRecipe(defineRecipe({ model: "mlp", ...recipe }), THREE)).layers.map(
        ({ name, units, rate }: { name: string; units?: number; rate?: number }) =>
          [name, units ?? rate].join(" ").trim(),
      );
    expect(names({})).toEqual(["flatten", "dense 256", "relu", "dense 3"]);
    expect(names({ hidden: [64, 32], norm: "batch", dropout: 0.3 })).toEqual([
      "flatten",
      "dense 64",
      "batchNorm",
      "relu",
      "dropout 0.3",
      "dense 32",
      "batchNorm",
      "relu",
      "dropout 0.3",
      "dense 3",
    ]);
  });

  test.each<[RecipeInput, number]>([
    [{ model: "resnet" }, 269_722],
    [{ model: "plainnet", depth: 56 }, 853_018],
    [{ model: "resnet", depth: 8, width: 8, norm: "group" }, 19_218], // 232 + 1184 + 3520 + 13952 + 330
    [{ model: "lenet" }, 83_126],
    [{ model: "inceptionNet", width: 16, dropout: 0.2 }, 17_098],
  ])("make the model of %j", (recipe, parameters) => {
    const { parameters: specs } = modelOfRecipe(defineRecipe(recipe), DIGITS).build([32, 32, 3]);
    expect(Object.values(specs).reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(parameters);
  });

  test("make the convolutional network of the dropout experiment", () => {
    const { layers } = json(modelOfRecipe(defineRecipe({ dropout: 0.5 }), DIGITS));
    expect(layers).toMatchObject([
      { name: "conv2d", filters: 32, kernelSize: 3 },
      { name: "relu" },
      { name: "maxPool2d" },
      { name: "conv2d", filters: 64 },
      { name: "relu" },
      { name: "maxPool2d" },
      { name: "flatten" },
      { name: "dropout", rate: 0.5 },
      { name: "dense", units: 10 },
    ]);
    expect(modelOfRecipe(defineRecipe(), DIGITS).build([28, 28, 1]).outputShape).toEqual([10]);
  });

  test("draw digits of the sizes that were asked for", async () => {
    const sizes = { trainSize: 30, validationSize: 0, testSize: 20 };
    const data = await recipeData(defineRecipe(sizes));
    expect([data.train, data.validation, data.test].map((part) => part?.inputs.shape[0])).toEqual([30, undefined, 20]);
    const other = await recipeData(defineRecipe({ ...sizes, dataSeed: 2 }));
    expect(other.train.inputs.data).not.toEqual(data.train.inputs.data);
    expect(await recipeData(defineRecipe({ ...sizes, seed: 2 }))).toEqual(data);
  });

  test("say which file of the data is missing", async () => {
    const recipe = defineRecipe({ data: "mnist", dataDirectory: "no/such/folder" });
    await expect(recipeData(recipe)).rejects.toMatchObject({
      kind: "run",
      message: expect.stringMatching(/no.such.folder/),
    });
  });
});

describe("trainRecipe", () => {
  const sizes: RecipeInput = {
    model: "mlp",
    hidden: [8],
    trainSize: 40,
    validationSize: 10,
    testSize: 10,
    batchSize: 10,
  };

  test("trains what is described", async () => {
    const recipe = defineRecipe({
      ...sizes,
      optimizer: "sgd",
      learningRate: 0.1,
      schedule: "exponential:0.5",
      epochs: 2,
    });
    const run = await trainRecipe(recipe, await recipeData(recipe), { threads: 0 });
    expect(run.history.map(({ learningRate }) => learningRate)).toEqual([0.1, 0.05]);
    expect(run.model.parameterCount).toBe(784 * 8 + 8 + 80 + 10);
    expect(run.recipe).toMatchObject({ epochs: 2, batchSize: 10, seed: 1 });
  });

  test("and checkRecipe refuse what does not go together", async () => {
    const recipe = defineRecipe({ ...sizes, batchSize: 41 });
    const data = await recipeData(recipe);
    await expect(checkRecipe(recipe, data)).rejects.toThrow(
      "recipe: batchSize: expected at most 40, the number of samples, received 41.",
    );
    await expect(trainRecipe(recipe, data)).rejects.toThrow("recipe: batchSize: expected at most 40");
    await expect(checkRecipe(defineRecipe(sizes), data)).resolves.toBeUndefined();
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
