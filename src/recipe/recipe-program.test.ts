import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildDist, PATIENCE, ROOT, runNode } from "../../test/dist.ts";
import { defineLayer } from "../model/layer.ts";
import { lion } from "../optimize/optimizers/lion.ts";
import { defineRecipe } from "./define-recipe.ts";
import type { RecipeInput } from "./recipe.ts";
import { recipeData } from "./recipe-data.ts";
import { recipeForms } from "./recipe-forms.ts";
import { recipeProgram } from "./recipe-program.ts";
import { trainRecipe } from "./train-recipe.ts";

const SMALL = { trainSize: 90, validationSize: 20, testSize: 20, epochs: 2, batchSize: 32 } as const;
const MLP: RecipeInput = { ...SMALL, model: "mlp", hidden: [16] };
let folder: string;
const table = () => `${folder}/table.csv` as const;

beforeAll(async () => {
  await buildDist();
  folder = await mkdtemp(join(tmpdir(), "evenkeel-program-"));
  const rows = Array.from(
    { length: 80 },
    (_, i) => `${Math.sin(i)},${i % 7 === 0 ? "" : i % 5},${["low", "high"][i % 2]},${i / 3}`,
  );
  await writeFile(join(folder, "table.csv"), ["x,z,level,y", ...rows].join("\n"));
  const module = `
    import { defineLayer } from ${JSON.stringify(pathToFileURL(join(ROOT, "dist/bundle/index.js")).href)};
    const thrice = defineLayer({ name: "thrice", summary: "", source: "", options: {}, forward: (x) => x.mul(3) });
    export default { use: [thrice] };`;
  await writeFile(join(folder, "own.mjs"), module);
}, PATIENCE);
afterAll(() => rm(folder, { recursive: true }));

const thrice = defineLayer({ name: "thrice", summary: "", source: "", options: {}, forward: (x) => x.mul(3) });
const inBase64 = (weights: Readonly<Record<string, ArrayBufferView>>) =>
  Object.values(weights).map((w) => Buffer.from(w.buffer, w.byteOffset, w.byteLength).toString("base64"));
const PRINT = `
for (const w of Object.values(run.model.parts.weights))
  console.log(Buffer.from(w.buffer, w.byteOffset, w.byteLength).toString("base64"));`;

describe("the program of a recipe trains what the recipe trains, to the bit", { timeout: PATIENCE }, () => {
  test.each<[string, () => RecipeInput]>([
    [
      "of short forms",
      () => ({ ...MLP, dropout: 0.2, clip: 1, schedule: "exponential:0.9", augmentShift: 1, lookahead: 3 }),
    ],
    [
      "that stops early, and averages",
      () => ({ ...MLP, earlyStopping: "GL:5", averageWeights: 0.9, scaling: "standardize" }),
    ],
    [
      "of a convolutional network",
      () => ({ ...SMALL, model: "convnet", norm: "batch", labelSmoothing: 0.1, epochs: 1 }),
    ],
    [
      "of expressions",
      () => ({
        ...SMALL,
        model: "sequential([flatten(), dense(12), repeat(2, [dense(12), relu()]), dense(10)])",
        optimizer: "chain(clipByGlobalNorm(0.5), adamw({ learningRate: warmup(2, cosineDecay(1e-3, { span: 4 })) }))",
        callbacks: ["swa({ from: 2 })"],
      }),
    ],
    ["of tricks themselves", () => ({ ...MLP, optimizer: lion({ learningRate: 1e-3, weightDecay: 0.1 }) })],
    ["of points, whose samples are drawn", () => ({ data: "moons({ samples: 100, noise: 0.1 })", epochs: 3, seed: 4 })],
    [
      "of a table with missing values and words, a regression",
      () => ({ data: table(), target: "y", epochs: 3 }),
    ],
    [
      "of a table whose task is said",
      () => ({ data: table(), target: "level", task: "classification", epochs: 3 }),
    ],
    [
      "with tricks of one's own",
      () => ({ ...SMALL, model: "sequential([flatten(), dense(8), thrice(), dense(10)])", use: [thrice] }),
    ],
  ])("%s", async (_, input) => {
    const recipe = defineRecipe(input());
    const program = await recipeProgram(recipe, {}, join(folder, "own.mjs"));
    const run = await trainRecipe(recipe, await recipeData(recipe), { threads: 1 });
    const { code, stdout, stderr } = await runNode(["--input-type=module", "--eval", program + PRINT]);
    expect({ code, stderr: code === 0 ? "" : stderr }, program).toEqual({ code: 0, stderr: "" });
    const weights = inBase64(run.model.parts.weights);
    expect(stdout.trim().split("\n").slice(-weights.length), program).toEqual(weights);
  });
});

test("a recipe in its three forms", async () => {
  const { recipe, command, program } = await recipeForms(
    defineRecipe({ ...MLP, optimizer: "sgd({ learningRate: 0.1 })" }),
  );
  expect(defineRecipe(recipe)).toEqual(defineRecipe({ ...MLP, optimizer: "sgd({ learningRate: 0.1 })" }));
  expect(command).toBe(
    "evenkeel train --train-size 90 --validation-size 20 --test-size 20 --model mlp --hidden 16 --optimizer 'sgd({ learningRate: 0.1 })' --epochs 2 --batch-size 32",
  );
  expect(program).toBe(`import { accuracy, digits, logLoss, mlp, scaleToUnit, sgd, train } from "evenkeel";

const data = await digits({ train: 90, validation: 20, test: 20 });
const model = mlp({ outputs: 10, hidden: [16] });
const run = await train(model, data, {
  metrics: [accuracy(), logLoss()],
  optimizer: sgd({ learningRate: 0.1 }),
  scaling: scaleToUnit(),
  epochs: 2,
  batchSize: 32,
  seed: 1,
});
console.log(run.test ?? run.history.at(-1));
`);
});
console.log(run.test ?? run.history.at(-1));
`,
  );
});

test("a recipe with tricks of its own names its module", async () => {
  const input = { ...SMALL, model: "sequential([flatten(), thrice(), dense(10)])", use: [thrice] } as const;
  const { recipe, command, program } = await recipeForms(defineRecipe(input), {}, "my recipe.mjs");
  expect(recipe.use).toEqual(["thrice"]);
  expect(command).toMatch(/^evenkeel train 'my recipe.mjs' --/);
  expect(program).toContain('import recipe from "./my recipe.mjs";\n');
});
