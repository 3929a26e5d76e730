import { beforeAll, describe, expect, test } from "vitest";
import { buildDist, PATIENCE, runNode } from "../../test/dist.ts";
import { catalogue } from "../catalogue.ts";
import type { Dataset } from "../data/dataset.ts";
import { digits } from "../data/sources/digits.ts";
import { EvenkeelError } from "../errors.ts";
import { fromExpression } from "../expression/from-expression.ts";
import { defineLayer } from "../model/layer.ts";
import { dense } from "../model/layers/dense.ts";
import { flatten } from "../model/layers/flatten.ts";
import { sequential } from "../model/layers/sequential.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { train } from "../train/train.ts";
import { type ProgramParts, programText } from "./program-text.ts";
import { resized } from "./resized.ts";

const source = digits({ train: 100, validation: 20, test: 20 });
const small = sequential([flatten(), dense(10)]);
const options = { loss: crossEntropy(), metrics: [accuracy()], optimizer: adam(), epochs: 2, batchSize: 32, seed: 1 };

test("a run is a program of the names of the package", () => {
  expect(programText({ source, model: small, options: { ...options, augment: undefined, scaling: "none" } })).toBe(
    `import { accuracy, adam, crossEntropy, dense, digits, flatten, sequential, train } from "evenkeel";

const data = await digits({ train: 100, validation: 20, test: 20 });
const model = sequential([flatten(), dense(10)]);
const run = await train(model, data, {
  loss: crossEntropy(),
  metrics: [accuracy()],
  optimizer: adam(),
  epochs: 2,
  batchSize: 32,
  seed: 1,
  scaling: "none",
});
console.log(run.test ?? run.history.at(-1));
`,
  );
});

describe("a program trains what its parts train, with the same bits", { timeout: PATIENCE }, () => {
  beforeAll(buildDist, PATIENCE);

  test.each<[string, Partial<ProgramParts>]>([
    ["as it is", {}],
    [
      "with fewer samples, and a task",
      {
        source: digits({ train: 100, validation: 0, test: 20 }),
        resizing: { held: 20, sizes: { train: 60, test: 10 }, seed: 3 },
        facts: { task: "classification" },
      },
    ],
    [
      "with tricks within tricks",
      {
        model: fromExpression(
          "layers",
          "sequential([augment({ shift: 1 }), conv2d(4, 5, { stride: 2 }), batchNorm(), relu(), flatten(), repeat(3, [residual(sequential([dense(576), tanh()])), dropout(0.2)]), dense(10)])",
        ),
        options: {
          ...options,
          optimizer: fromExpression(
            "optimizers",
            'chain(clipByGlobalNorm(0.5), partition([["bias", sgd({ learningRate: 0.1 })], ["*", adam({ learningRate: warmup(2, cosineDecay(1e-3)) })]]))',
          ),
          callbacks: [fromExpression("callbacks", "averageWeights({ decay: 0.9 })")],
          augment: fromExpression("layers", "augment({ rotate: 5 })"),
          scaling: fromExpression("scalings", "standardize()"),
        },
      },
    ],
    ["with layers whose name is another function's", { model: catalogue.layers.ensemble([small, small]) as never }],
  ])("%s", async (_, other) => {
    const parts = { source, model: small, options, ...other };
    const { resizing, facts } = parts;
    const all = (await parts.source) as unknown as Dataset;
    const data = { ...(resizing === undefined ? all : resized(all, resizing, resizing.seed)), ...facts };
    const run = await train(parts.model as never, data as never, { ...parts.options, threads: 1 });
    const bits = `for (const w of Object.values(run.model.parts.weights)) console.log(Buffer.from(w.buffer, w.byteOffset, w.byteLength).toString("base64"));`;
    const { code, stdout, stderr } = await runNode(["--input-type=module", "--eval", `${programText(parts)}${bits}`]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const weights = Object.values(run.model.parts.weights).map((w) =>
      Buffer.from(w.buffer, w.byteOffset, w.byteLength).toString("base64"),
    );
    expect(stdout.trim().split("\n").slice(-weights.length)).toEqual(weights);
  });
});

test("tricks of your own come from the module of the recipe", () => {
  const mine = defineLayer({ name: "mine", summary: "", source: "", options: {}, forward: (x) => x });
  const program = programText({
    source,
    model: sequential([mine(), dense(10)]),
    options,
    own: { names: ["mine", "unused"], module: "./recipe.ts" },
  });
  expect(program).toContain(
    'import recipe from "./recipe.ts";\n\nconst mine = recipe.use.find(({ definition }) => definition.name === "mine");\n',
  );
  expect(program).not.toContain("unused");
  expect(program.split("from")[0]).not.toContain("mine");
});

test("what no program can say is refused by its name", () => {
  expect(() => programText({ source, model: small, options: { ...options, onProgress: () => {} } })).toThrow(
    "recipe: onProgress: expected what a program can say",
  );
  expect(() => programText({ source, model: small, options: { optimizer: adam, epochs: 1 } })).toThrow(EvenkeelError);
});
