import { describe, expect, expectTypeOf, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { moons } from "../data/sources/moons.ts";
import type { Tensor } from "../graph/tensor.ts";
import { defineLayer } from "../model/layer.ts";
import { dense } from "../model/layers/dense.ts";
import { flatten } from "../model/layers/flatten.ts";
import { sequential } from "../model/layers/sequential.ts";
import { huber } from "../model/losses/huber.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { chain } from "../optimize/optimizers/chain.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { cosineDecay } from "../optimize/schedules/cosine-decay.ts";
import { clipByGlobalNorm } from "../optimize/transforms/clip-by-global-norm.ts";
import { earlyStopping } from "../train/callbacks/early-stopping.ts";
import { defineRecipe, recipeWithoutData } from "./define-recipe.ts";
import { modelOfRecipe } from "./model-of-recipe.ts";
import type { Recipe, RecipeInput } from "./recipe.ts";
import { recipeTraining } from "./recipe-training.ts";

const DATA = arrays(
  { inputs: Array.from({ length: 30 }, (_, i) => [i, -i]), labels: Array.from({ length: 30 }, (_, i) => i % 3) },
  { validation: 6, test: 6 },
);
const json = (value: unknown) => JSON.parse(JSON.stringify(value));
const optimizerOf = (input: RecipeInput) => json(recipeTraining(recipeWithoutData(input), DATA).optimizer);
const same = (a: RecipeInput, b: RecipeInput) => expect(optimizerOf(a)).toEqual(optimizerOf(b));

describe("a trick in a recipe", () => {
  test("is the same text as a name, an expression, a spec and itself", () => {
    const ways: RecipeInput[] = [
      { optimizer: "sgd( { momentum:.9 ,learningRate: 1e-1,} )", loss: "huber()", scaling: "standardize()" },
      { optimizer: { name: "sgd", learningRate: 0.1, momentum: 0.9 }, loss: "huber", scaling: { name: "standardize" } },
      { optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: false }), loss: huber(), scaling: standardize() },
    ];
    const texts = ways.map((way) => JSON.stringify(defineRecipe(way)));
    expect(new Set(texts).size).toBe(1);
    expect(JSON.parse(texts[0])).toMatchObject({
      optimizer: "sgd({ learningRate: 0.1, momentum: 0.9 })",
      loss: "huber",
      scaling: "standardize",
    });
    for (const text of texts) expect(JSON.stringify(defineRecipe(JSON.parse(text)))).toBe(text);
  });

  test("may be a list of them", () => {
    const { metrics, callbacks } = defineRecipe({
      metrics: ["accuracy", accuracy(), "topKAccuracy( 3 )"],
      callbacks: [earlyStopping({ patience: 4 }), "signals({every: 5})"],
    });
    expect(metrics).toEqual(["accuracy", "accuracy", "topKAccuracy(3)"]);
    expect(callbacks).toEqual(["earlyStopping({ patience: 4 })", "signals({ every: 5 })"]);
  });

  test("is typed: names are completed, and what is neither a name nor a call is refused", () => {
    expectTypeOf<"adam({ b1: 0.8 })">().toExtend<RecipeInput["optimizer"]>();
    expectTypeOf<ReturnType<typeof adam>>().toExtend<RecipeInput["optimizer"]>();
    expectTypeOf<"Adam">().not.toExtend<RecipeInput["optimizer"]>();
    expectTypeOf<ReturnType<typeof adam>>().not.toExtend<Recipe["optimizer"]>(); // which is text
  });

  test.each<[RecipeInput, RegExp]>([
    [
      { optimizer: "adam({ lr: 0.1 })" },
      /^recipe: optimizer, line 1, column 8: .*Did you mean learningRate\?\n {2}adam/,
    ],
    [{ optimizer: "adam(" }, /^recipe: optimizer, line 1/],
    [{ optimizer: "relu()" }, /^recipe: optimizer, .*expected an optimizer .*received relu\(…\)/],
    [{ model: "sequential([dence(3)])" }, /^recipe: model, line 1, column 13: .*Did you mean dense\?/],
    [{ model: "adam()" }, /^recipe: model/],
    [{ metrics: ["acuracy"] as never }, /^recipe: metrics\[0\]: .*Did you mean accuracy\?$/],
    [{ callbacks: ["earlyStopping({ patience: 0 })"] }, /^recipe: callbacks\[0\], line 1/],
    [{ schedule: "cosineDecay({ spam: 20 })" }, /^recipe: schedule, line 1/],
    [{ init: "orthogonal({ gain: -1 })" }, /^recipe: init, line 1/],
  ])("%j is refused with its place", (input, message) => {
    expect(() => defineRecipe(input)).toThrow(message);
    expect(() => defineRecipe(input)).toThrow(expect.objectContaining({ kind: "usage" }));
  });
});

describe("a model that is an expression", () => {
  test("is an architecture whose outputs follow from the data, or a layer as it is written", () => {
    const units = (model: RecipeInput["model"]) =>
      json(modelOfRecipe(defineRecipe({ model }), DATA)).layers.flatMap(
        (layer: { units?: number }) => layer.units ?? [],
      );
    expect(units("mlp({ hidden: [5] })")).toEqual([5, 3]);
    expect(units("mlp({ hidden: [5], outputs: 7 })")).toEqual([5, 7]);
    expect(units("sequential([flatten(), dense(4), dense(3)])")).toEqual([4, 3]);
    expect(units(sequential([flatten(), dense(4), dense(3)]))).toEqual([4, 3]);
  });

  test("stands for itself, where a name takes the keys of models", () => {
    expect(defineRecipe({ model: "convnet()" })).toMatchObject({ model: "convnet()", dropout: undefined });
    expect(defineRecipe({ model: "convnet" })).toMatchObject({ model: "convnet", dropout: 0, norm: "none" });
    expect(() => defineRecipe({ model: "mlp({ hidden: [5] })", dropout: 0.5 })).toThrow(
      /^recipe: dropout: expected no dropout beside a model that is an expression, received dropout 0.5 and model mlp/,
    );
  });
});

describe("short forms beside an optimizer that is an expression", () => {
  test("stand around it, or in it where it has the option", () => {
    same({ optimizer: "adam({ b1: 0.8 })", clip: 1 }, { optimizer: chain(clipByGlobalNorm(1), adam({ b1: 0.8 })) });
    same(
      { optimizer: "adam({ b1: 0.8 })", learningRate: 0.01 },
      { optimizer: "adam({ b1: 0.8, learningRate: 0.01 })" },
    );
    same(
      { optimizer: "chain(l2(1e-4), adamw())", weightDecay: 0.1, clip: 1, learningRate: 0.01 },
      { optimizer: "chain(clipByGlobalNorm(1), l2(1e-4), adamw({ learningRate: 0.01, weightDecay: 0.1 }))" },
    );
    same(
      { optimizer: "lookahead(sgd(), { k: 3 })", learningRate: 0.2, sam: 0.05 },
      { optimizer: "sam(lookahead(sgd({ learningRate: 0.2 }), { k: 3 }), { rho: 0.05 })" },
    );
  });

  test.each<[RecipeInput, string, string]>([
    [{ optimizer: "adam({ learningRate: 0.1 })", learningRate: 0.2 }, "learningRate", "sets its learning rate"],
    [{ optimizer: "adam({ learningRate: 0.1 })", schedule: "exponential" }, "schedule", "sets its learning rate"],
    [{ optimizer: "chain(clipByNorm(2), adam())", clip: 1 }, "clip", "has clipByNorm in it"],
    [{ optimizer: "adamw({ weightDecay: 0.2 })", weightDecay: 0.1 }, "weightDecay", "sets it"],
    [{ optimizer: "lookahead(adam())", lookahead: 5 }, "lookahead", "has lookahead in it"],
    [{ optimizer: 'partition([["*", adam()]])', learningRate: 0.1 }, "learningRate", "has no single learning rate"],
  ])("%j contradict it, and both are named", (input, key, why) => {
    const { optimizer } = input;
    expect(() => defineRecipe(input)).toThrow(
      `recipe: ${key}: expected no ${key} beside optimizer ${optimizer}, which ${why}, received ${input[key as "clip"]}.`,
    );
  });
});

describe("a schedule that is an expression", () => {
  test.each<[RecipeInput["schedule"], string]>([
    ["cosineDecay({span:20})", "cosineDecay({ span: 20 })"],
    ["cosineDecay", "cosineDecay"],
    ["oneCycle()", "oneCycle"],
    ["warmup(5)", "warmup(5)"],
    ["warmup(5, cosineDecay({ span: 20 }))", "warmup(5, cosineDecay({ span: 20 }))"],
  ])("%s leaves its rate to learningRate, or to the default of the optimizer", (schedule, text) => {
    expect(defineRecipe({ schedule }).schedule).toBe(text);
    expect(defineRecipe({ schedule: text }).schedule).toBe(text);
    const rates = [{ learningRate: 0.25 }, {}].map((more) =>
      JSON.stringify(optimizerOf({ schedule, ...more }).learningRate),
    );
    expect(rates[0]).toContain("0.25");
    expect(rates[1]).toContain("0.001");
  });

  test("may have its rates itself", () => {
    const { learningRate } = optimizerOf({ schedule: "cosineDecay(0.5, { span: 20 })" });
    expect(learningRate).toMatchObject({ name: "cosineDecay", initial: 0.5, span: 20 });
    expect(optimizerOf({ schedule: cosineDecay(0.5) }).learningRate).toMatchObject({ initial: 0.5 });
    expect(optimizerOf({ schedule: "cyclic(1e-4, 1e-2)" }).learningRate).toMatchObject({ low: 1e-4, high: 1e-2 });
    expect(() => defineRecipe({ schedule: "cosineDecay(0.5)", learningRate: 0.1 })).toThrow(
      "recipe: learningRate: expected no learningRate beside schedule cosineDecay(0.5), which has its rates, received 0.1.",
    );
  });
});

test.each<[RecipeInput, RegExp]>([
  [{ loss: "huber", labelSmoothing: 0.1 }, /^recipe: labelSmoothing: .*beside loss huber, which has no such option/],
  [
    { loss: "crossEntropy({ labelSmoothing: 0 })", labelSmoothing: 0.1 },
    /^recipe: labelSmoothing: .*beside loss crossEntropy\({ labelSmoothing: 0 }\), which sets it/,
  ],
  [
    { optimizer: "chain(clipByGlobalNorm(1), adam({ learningRate: 0.001 }))", learningRate: 0.01 },
    /^recipe: learningRate: .*beside optimizer chain\(.*adam\({ learningRate: 1e-3 }\)\), which sets its learning rate/,
  ],
  [
    { optimizer: adam({ learningRate: 0.001 }), learningRate: 0.01 },
    /^recipe: learningRate: .*beside optimizer adam\({ learningRate: 1e-3 }\), which sets its learning rate/,
  ],
  [
    { optimizer: "adamw({ weightDecay: 0.01 })", weightDecay: 0.1 },
    /^recipe: weightDecay: .*beside optimizer adamw\({ weightDecay: 0.01 }\), which sets it/,
  ],
  [
    { earlyStopping: 3, callbacks: ["earlyStopping()"] },
    /^recipe: earlyStopping: .*beside callbacks with earlyStopping/,
  ],
  [{ swa: 3, callbacks: ["swa({ from: 2 })"] }, /^recipe: swa: expected no swa beside callbacks with swa/],
  [
    { augment: "gaussianDropout(0.1)", augmentZoom: 0.1 },
    /^recipe: augmentZoom: .*beside augment gaussianDropout\(0.1\)/,
  ],
])("%j contradicts itself, and both are named", (input, message) => {
  expect(() => defineRecipe(input)).toThrow(message);
});

test("a default that is written out stays written, where a key could change it", () => {
  const recipe = defineRecipe({ optimizer: "adam({ learningRate: 0.001, b1: 0.9 })" });
  expect(recipe.optimizer).toBe("adam({ learningRate: 1e-3 })");
  expect(defineRecipe(json(recipe))).toEqual(recipe);
  expect(defineRecipe({ data: 'csv("t.csv", { target: "y", test: 0 })' }).data).toBe(
    'csv("t.csv", { target: "y", test: 0 })',
  );
});

test("classes may be weighed by name, in any order", () => {
  const weights = (classWeights: RecipeInput["classWeights"]) =>
    JSON.stringify(defineRecipe({ classWeights }).classWeights);
  expect(weights({ yes: 2, no: 1 })).toBe(weights({ no: 1, yes: 2 }));
  expect(weights("balanced")).toBe('"balanced"');
});

describe("tricks of one's own", () => {
  const definition = {
    name: "twice",
    summary: "Doubles its input.",
    source: "for this test",
    options: {},
    outputShape: (input: readonly number[]) => input,
    forward: (input: Tensor) => input.mul(2),
  };
  const twice = defineLayer(definition);

  test("are known to expressions, and named by the printed recipe as far as they are needed", () => {
    const unused = defineLayer({ ...definition, name: "unused" });
    const recipe = defineRecipe({ model: "sequential([flatten(), twice(), dense(3)])", use: [twice, unused] });
    expect(modelOfRecipe(recipe, DATA).build([2]).outputShape).toEqual([3]);
    const printed = json(recipe);
    expect(printed.use).toEqual(["twice"]);
    expect(() => defineRecipe(printed)).toThrow(
      'recipe: use: expected the tricks themselves, which JSON cannot say, received ["twice"]. Make the recipe a module',
    );
  });

  test("are unknown without", () => {
    expect(() => defineRecipe({ model: "sequential([twice()])" })).toThrow(/^recipe: model, line 1, column 13/);
  });
});

test("data are names, paths and expressions", () => {
  const text = (data: RecipeInput["data"]) => defineRecipe({ data }).data;
  expect(text("fashionMnist" as "mnist")).toBe("fashion-mnist");
  expect([text("moons"), text("moons()"), text(moons())]).toEqual(["moons", "moons", "moons"]);
  expect(text("moons( {noise:.3} )")).toBe("moons({ noise: 0.3 })");
  expect([text("table.csv"), text("./photos")]).toEqual(["table.csv", "./photos"]);
  expect(text('csv("t.csv", {target:"y", ignore: ["id"]})')).toBe('csv("t.csv", { target: "y", ignore: ["id"] })');
  expect(() => text("moon" as "moons")).toThrow(/^recipe: data: .*Did you mean moons\?$/);
});
