import { describe, expect, test, vi } from "vitest";
import { examinationOf } from "../../test/examination.ts";
import { arrays } from "../data/arrays.ts";
import { dense } from "../model/layers/dense.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { adviceOf } from "./advice-of.ts";
import { type DiagnoseOptions, diagnose } from "./diagnose.ts";
import type { Examined } from "./examined-as.ts";
import { notExamined } from "./not-examined.ts";
import { patientOf } from "./patient.ts";

const inputs = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i / 60]);
const labels = inputs.map(([x]) => (x > 0 ? "right" : "left"));
const data = arrays({ inputs, labels }, { validation: 12 });
const model = sequential([dense(4), relu(), dense(2)]);
const BEFORE = { phases: ["before"], threads: 0 } as const;

test("says what was looked at, and what was not", async () => {
  const { healthy, findings, checked } = await diagnose({ model, data, options: { epochs: 2 } }, BEFORE);
  expect(checked).toMatchObject({
    phases: ["before"],
    steps: { probe: 0, during: 0 },
    samples: { train: 48, validation: 12, test: 0 },
  });
  expect(checked.diagnoses).toBeGreaterThan(0);
  expect(healthy).toBe(findings.every(({ severity }) => severity === "information"));
});

test("goes through all phases, within the steps that are allowed, and tells where it is", async () => {
  const onProgress = vi.fn();
  const { checked } = await diagnose(
    { model, data, options: { batchSize: 8, epochs: 3 } },
    { steps: 40, threads: 0, onProgress },
  );
  expect(checked).toMatchObject({ phases: ["before", "probe", "during"], steps: { probe: 40, during: 18 }, left: [] });
  expect(onProgress.mock.calls[0]).toEqual([{ phase: "before", step: 0, steps: 0 }]);
});

test("gives the same for a recipe beside data and for the same run made in code", async () => {
  const named = await diagnose({ recipe: { model: "mlp", hidden: [4], scaling: "none", epochs: 1 }, data }, BEFORE);
  const made = await diagnose({ model, data, options: { epochs: 1 } }, BEFORE);
  expect(named.checked.diagnoses).toBe(made.checked.diagnoses);
});

test("an interrupted examination says what it did not go through", async () => {
  const { checked } = await diagnose({ model, data }, { threads: 0, signal: AbortSignal.abort() });
  expect(checked.phases).toEqual(["before"]);
  expect(checked.left).toContain("The short training was not gone through.");
  expect(checked.interrupted).toBe(true);
});

test("an examination that is interrupted in the short training says so", () => {
  const course = { stopped: { reason: "aborted", epoch: 1 } } as const;
  const [told] = notExamined(examinationOf({ course }), ["before", "during"]);
  expect(told).toBe("The short training was interrupted after 600 steps: its later part was not looked at.");
});

test("the sizes of sets in a recipe are followed for data that are there", async () => {
  const patient = await patientOf({ recipe: { model: "mlp", hidden: [4], validationSize: 5, trainSize: 20 }, data });
  expect(patient.training.data.train.inputs.shape[0]).toBe(20);
  expect(patient.training.data.validation?.inputs.shape[0]).toBe(5);
});

describe("advice", () => {
  const changes = [
    { text: "Scale", change: { scaling: "standardize" } },
    { text: "Slower", change: { learningRate: 0.001, clip: 1 } },
    { text: "Mend the labels" },
  ] as const;

  test("is said as keys, as flags and in a program", async () => {
    const patient = await patientOf({ recipe: { model: "mlp", hidden: [4], scaling: "none" }, data });
    const [scale, slower, mend] = adviceOf(changes, patient);
    expect(scale).toEqual({
      text: "Scale",
      change: { scaling: "standardize" },
      flags: "--scaling standardize",
      code: "train(model, data, { scaling: standardize() })",
    });
    expect(slower.flags).toBe("--learning-rate 0.001 --clip 1");
    expect(mend).toEqual({ text: "Mend the labels", change: {}, flags: "", code: "" });
  });

  test("changes a rate where a run made in code has it: in its optimizer", async () => {
    const optimizer: Optimizer = adam({ learningRate: 0.5, b1: 0.8 });
    const patient = await patientOf({ model, data, options: { optimizer } });
    const [, slower] = adviceOf(changes, patient);
    expect(slower.change).toEqual({ clip: 1, optimizer: "adam({ b1: 0.8 })" });
    expect(slower.code).toBe("train(model, data, { optimizer: chain(clipByGlobalNorm(), adam({ b1: 0.8 })) })");
  });

  test.each([
    [{ init: "heNormal" }, "dense(4, { init: heNormal() }), tanh(), dense(2, { init: heNormal() })"],
    [{ norm: "batch" }, "dense(4), batchNorm(), tanh(), dense(2)"],
    [{ activation: "relu" }, "dense(4), relu(), dense(2)"],
    [{ dropout: 0.2 }, "dense(4), tanh(), dropout(0.2), dense(2)"],
  ] as const)("changes the layers of a model that is written out: %j", async (change, layers) => {
    const written = { model: "sequential([dense(4), tanh(), dense(2)])" } as const;
    const patient = await patientOf({ recipe: written, data });
    const [advice] = adviceOf([{ text: "", change }], patient);
    expect(advice).toEqual({
      text: "",
      change: { model: `sequential([${layers}])` },
      flags: `--model 'sequential([${layers}])'`,
      code: `train(sequential([${layers}]), data)`,
    });
  });

  test("puts a schedule into an optimizer that has its own rate", async () => {
    const patient = await patientOf({ recipe: { model: "mlp", optimizer: "adam({ learningRate: 0.1 })" }, data });
    const [advice] = adviceOf([{ text: "", change: { schedule: "warmup(100)" } }], patient);
    expect(advice.change).toEqual({ optimizer: "adam({ learningRate: warmup(100, 0.1) })" });
  });

  test("is words alone where no recipe can say it, and nothing where it is so already", async () => {
    const recipe = { model: "sequential([dense(4), tanh(), dense(2)])", clip: 1 } as const;
    const patient = await patientOf({ recipe, data });
    const cures = [
      { text: "Wider", change: { hidden: [64] } },
      { text: "Clip", change: { clip: 1 } },
    ];
    expect(adviceOf(cures, patient)).toEqual([{ text: "Wider", change: {}, flags: "", code: "" }]);
  });

  test("takes back keys that a model that is written out replaces", async () => {
    const patient = await patientOf({ recipe: { model: "mlp", hidden: [4], norm: "batch" }, data });
    const model = "sequential([dense(8), dense(2)])";
    const change = { model, hidden: undefined, norm: undefined, init: undefined } as const;
    const [advice] = adviceOf([{ text: "", change }], patient);
    expect(advice.flags).toBe(`--model '${model}' --hidden none --norm none`);
  });
});

describe("bad input", () => {
  test.each<[unknown, RegExp]>([
    [undefined, /^diagnose: expected a recipe, \{ recipe, data \} or \{ model, data, options \}, received undefined/],
    [model, /received sequential\(…\), a layer\. Give \{ model, data, options \}/],
    [data, /received a dataset\. Give \{ recipe, data: … \}/],
    [
      { model: "mlp", data },
      /^diagnose: model: expected a layer.*Give a recipe: \{ recipe: \{ model: "mlp" \}, data \}/,
    ],
    [{ data }, /^diagnose: model: expected a layer.*received none/],
    [{ model, data, epochs: 3 }, /expected key model, data or options, received "epochs".*options: \{ epochs: … \}/],
    [{ model, options: {} }, /^diagnose: data: .*received no data/],
    [{ recipe: {} }, /^diagnose: data: expected data beside recipe/],
    [{ recipe: 3, data }, /^diagnose: recipe: expected a recipe/],
    [{ recipe: {}, data: 3 }, /^diagnose: data: expected a dataset/],
    [{ modle: "mlp" }, /^recipe: .*Did you mean model\?/],
    [{ model, data, options: { epoch: 3 } }, /^diagnose: .*Did you mean epochs\?/],
  ])("%# is refused with what was expected", async (what, message) => {
    await expect((async () => diagnose(what as Examined))()).rejects.toThrow(message);
  });

  test.each<[object, RegExp]>([
    [{ phases: [] }, /^diagnose: phases: expected a list of phases/],
    [{ phases: ["after"] }, /^diagnose: phases/],
    [{ steps: 0 }, /^diagnose: steps: expected a whole number from 1/],
    [{ epochs: 3 }, /^diagnose: .*Give it to the recipe/],
  ])("options %j are refused", async (options, message) => {
    await expect(diagnose({ model, data }, options as DiagnoseOptions)).rejects.toThrow(message);
  });
});
