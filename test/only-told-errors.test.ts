import fc from "fast-check";
import { afterAll, describe, test } from "vitest";
import * as library from "../src/index.ts";
import { isPlainObject } from "../src/options/plain-object.ts";
import { show } from "../src/options/show.ts";
import * as reports from "../src/report/index.ts";
import { isInstance } from "../src/trick/instance.ts";

const { EvenkeelError, TrainedModel, arrays, sequential, dense, relu, adam, crossEntropy, accuracy, earlyStopping } =
  library;

type Call = (...args: never[]) => unknown;

/** Every public function and class by its name; `EvenkeelError` is what the others are held to. */
const exported = Object.entries({ ...library, ...reports }).filter(
  ([name, value]) => typeof value === "function" && name !== "EvenkeelError",
) as [string, Call][];
const makers = exported.filter(([, value]) => "definition" in value);

/** Names of options from all over the library, so that objects of them reach further than the names. */
const names = [
  ...new Set(makers.flatMap(([, maker]) => Object.keys((maker as unknown as typeof dense).definition.options))),
  ...[
    "epochs",
    "batchSize",
    "seed",
    "loss",
    "metrics",
    "optimizer",
    "callbacks",
    "scaling",
    "augment",
    "signal",
    "resume",
  ],
  ...["inputs", "labels", "targets", "shape", "data", "train", "vary", "base", "name", "summary", "source", "options"],
  ...[
    "parts",
    "model",
    "input",
    "layer",
    "runs",
    "effects",
    "rates",
    "losses",
    "validation",
    "test",
    "__proto__",
    "then",
  ],
];

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

/** What a slip, a file or another library may give. Functions take no argument for anything, and do nothing. */
const junk: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(undefined, null, true, false, 0, 1, 2, -1, 1.5, Number.NaN, Infinity, 2 ** 53, 1e300, 10n),
    fc.constantFrom<unknown>("", "adam", "mse", "layers", "none", "__proto__", "x".repeat(3000), Symbol("a symbol")),
    fc.constantFrom<unknown>(
      cyclic,
      new Date(0),
      new Map(),
      new Uint8Array(3),
      new Float32Array(4),
      new BigInt64Array(2),
    ),
    fc.constantFrom<unknown>(
      Promise.resolve(),
      () => undefined,
      JSON.parse('{"__proto__":{"units":3}}'),
      Object.create(null),
    ),
    fc.constantFrom<unknown>(...makers.map(([, maker]) => maker)),
    fc.constantFrom<unknown>(
      dense(2),
      relu(),
      adam(),
      crossEntropy(),
      accuracy(),
      earlyStopping(),
      library.filled([2], 1),
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 4, noNullPrototype: false }),
  ),
})).value;

/** Runs it, frees what it opened, and reports what came out that is no EvenkeelError. */
async function raw(name: string, work: () => unknown, args: readonly unknown[]): Promise<string | undefined> {
  try {
    const result = (await work()) as { close?(): unknown; model?: { close?(): unknown } } | undefined;
    await result?.close?.();
    await result?.model?.close?.();
  } catch (error) {
    if (error instanceof EvenkeelError)
      return error.message.length < 20_000 ? undefined : `${name}: a message without end`;
    const trace = error instanceof Error ? error.stack?.split("\n").slice(0, 4).join("\n") : String(error);
    return `${name}(${args.map(show).join(", ")}): ${trace}`;
  }
  return undefined;
}

/** The class made, or the function called. */
function call(f: Call, args: readonly unknown[]): unknown {
  const isClass = /^class\b/.test(Function.prototype.toString.call(f));
  return isClass ? Reflect.construct(f, args) : f(...(args as never[]));
}

/** Arguments of little work, where a right call would do much. */
const small: Record<string, (args: unknown[]) => unknown[]> = {
  cure: ([what, options = { phases: ["before"], seeds: 1, rounds: 1 }, ...others]) => [
    isPlainObject(what)
      ? { model: "mlp", hidden: [2], trainSize: 20, validationSize: 0, testSize: 10, epochs: 1, ...what }
      : what,
    options,
    ...others,
  ],
  diagnose: ([what, options = { phases: ["before"], threads: 0 }, ...others]) => [
    isPlainObject(what) && !("data" in what) ? { trainSize: 20, validationSize: 0, testSize: 0, ...what } : what,
    options,
    ...others,
  ],
  digits: ([options]) => [
    typeof options === "object" && options !== null ? { ...options, train: 10, validation: 0, test: 0 } : 0,
  ],
};

const samples = {
  inputs: { shape: [8, 2], data: new Float32Array(16) },
  targets: { shape: [8], data: Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1) },
};
const data = { name: "small", train: samples, classes: ["a", "b"] };
const model = sequential([dense(2), relu(), dense(2)]);
const trained = await library.train(model, data, { epochs: 1, threads: 0 }).then((run) => run.model);
const initial = library.initialWeights(model, [2]);
const tensors = library.writeSafetensors({ "a.weight": { shape: [2, 1], data: Float32Array.of(1, 2) } });
const compiled = await library.compile((x) => x.square());
const compiledLayer = await library.compileLayer(dense(2), { input: [2, 3] });
const stepper = await library.optimizerStepper(adam(), { w: { shape: [2], data: [1, 2] } });
afterAll(() => Promise.all([trained, compiled, compiledLayer, stepper].map((open) => open.close())));

const inputs = { shape: [1, 2], data: [0, 1] };
const options = { epochs: 1, batchSize: 4, threads: 0, seed: 1, signal: AbortSignal.abort() };
const study = { title: "t", metric: "accuracy", higherIsBetter: true, base: {}, baseline: "a", seeds: [1] };

/** Right calls of what does work, in which one thing at a time is changed. */
const right: [string, Call, unknown[]][] = [
  [
    "train",
    library.train,
    [
      model,
      data,
      { ...options, loss: crossEntropy(), metrics: [accuracy()], callbacks: [earlyStopping()], scaling: "none" },
    ],
  ],
  ["evaluate", library.evaluate, [trained, samples, { threads: 0, batchSize: 4 }]],
  ["predict", trained.predict.bind(trained), [inputs, { logits: true, batchSize: 2, seed: 1 }]],
  ["findRate", library.findRate, [model, data, { steps: 10, startRate: 1e-4, endRate: 1, threads: 0, batchSize: 4 }]],
  [
    "diagnose",
    library.diagnose,
    [
      { model, data, options: { epochs: 1, batchSize: 4, optimizer: adam() } },
      { phases: ["before"], steps: 2, seed: 1, threads: 0, signal: AbortSignal.abort() },
    ],
  ],
  ["kFold", library.kFold, [data, 2, { seed: 1 }]],
  ["capacityReport", library.capacityReport, [model, data]],
  ["checkGradients", library.checkGradients, [model, data, { samples: 2, elements: 1 }]],
  ["compile", library.compile, [() => library.filled([1], 1), { threads: 0 }]],
  ["compiled", compiled, [inputs]],
  ["compiled.withGradients", compiled.withGradients, [{ shape: [], data: [1] }]],
  ["compiled.explain", compiled.explain, [[2, 3]]],
  ["compileLayer", library.compileLayer, [dense(2), { input: [2, 3], training: true, seed: 1 }]],
  ["compiledLayer.forward", compiledLayer.forward, [{ shape: [2, 3], data: [1, 2, 3, 4, 5, 6] }]],
  [
    "compiledLayer.backward",
    compiledLayer.backward,
    [
      { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] },
      { shape: [2, 2], data: [1, 2, 3, 4] },
    ],
  ],
  [
    "optimizerStepper",
    library.optimizerStepper,
    [adam(), { w: { shape: [2], data: [1, 2] } }, { threads: 0, stepsPerEpoch: 1 }],
  ],
  ["stepper.step", stepper.step, [{ w: { shape: [2], data: [1, 2] } }]],
  ["ensemble", library.ensemble, [[trained, trained]]],
  ["loadModel", library.loadModel, ["nowhere", { use: [] }]],
  ["loadRun", library.loadRun, ["nowhere", { use: [] }]],
  ["model.load", trained.load.bind(trained), [{ ...initial }, { strict: true }]],
  ["importWeights", library.importWeights, [tensors, { layout: "pytorch", rename: [["a", "0.dense"]], flattened: {} }]],
  ["initialWeights", library.initialWeights, [model, [2], { seed: 1 }]],
  ["initialModel", library.initialModel, [model, [2], { seed: 1, loss: crossEntropy(), classes: ["a", "b"] }]],
  ["readSafetensors", library.readSafetensors, [tensors, "bytes"]],
  [
    "writeSafetensors",
    library.writeSafetensors,
    [{ "a.weight": { shape: [2, 1], data: Float32Array.of(1, 2) } }, { by: "us" }, { dtype: "F16" }],
  ],
  ["exportOnnx", library.exportOnnx, [trained, { logits: true }]],
  ["readLog", library.readLog, ["nowhere"]],
  [
    "crossValidate",
    library.crossValidate,
    [{ model: "mlp", epochs: 1, batchSize: 4 }, data, 2, { seed: 1, validation: 0, signal: AbortSignal.abort() }],
  ],
  ["readModel", library.readModel, [trained.toBytes(), { where: "bytes", use: [] }]],
  [
    "compare",
    library.compare,
    [
      {
        base: { model: "mlp", epochs: 1, trainSize: 20, validationSize: 0, testSize: 10, batchSize: 10 },
        vary: { dropout: [0, 0.5] },
        seeds: 1,
        signal: AbortSignal.abort(),
      },
    ],
  ],
  [
    "arrays",
    arrays,
    [
      { inputs: samples.inputs, labels: [0, 1, 0, 1, 0, 1, 0, 1], classes: 2 },
      { test: 0.25, seed: 1 },
    ],
  ],
  ["csv", library.csv, ["a,b\n1,u\n2,v\n3,u", { label: "b", delimiter: ",", ignore: [], header: true }]],
  [
    "fromSpec",
    library.fromSpec,
    ["layers", { name: "sequential", layers: [{ name: "dense", units: 3, init: { name: "heNormal" } }] }],
  ],
  [
    "fromExpression",
    library.fromExpression,
    ["optimizers", "chain(l2(0.1), adam({ b1: 0.8 }))", { where: "--optimizer" }],
  ],
  ["toExpression", library.toExpression, [library.sequential([library.dense(3)])]],
  ["withSizes", library.withSizes, [data, { train: 2, validation: 0, seed: 1 }]],
  ["defineRecipe", library.defineRecipe, [{ model: "mlp", hidden: [3], optimizer: "adam", schedule: "cosine" }]],
  ["TrainedModel", TrainedModel as unknown as Call, [{ ...trained.parts }]],
  [
    "studyText",
    reports.studyText,
    [
      {
        ...study,
        runs: [],
        effects: [],
        conclusions: [],
        environment: { evenkeel: "", platform: "", backend: "", parallel: 1, date: "2026-01-01T00:00:00Z" },
        seconds: 1,
      },
    ],
  ],
  [
    "findRateText",
    reports.findRateText,
    [{ rates: [1], losses: [1], smoothed: [1], ended: "highest rate", explanation: "" }],
  ],
];

/** The same with one value in it, at a place that `seed` picks, in place of another. */
function changed(value: unknown, by: unknown, seed: number, depth = 0): unknown {
  const isList = Array.isArray(value);
  const isPlain = isPlainObject(value) && !isInstance(value);
  if ((!isList && !isPlain) || depth > 3 || (depth > 0 && seed % 3 === 0)) return by;
  const keys = Object.keys(value as object);
  if (keys.length === 0) return by;
  const key = keys[seed % keys.length];
  const inner = changed((value as Record<string, unknown>)[key], by, Math.floor(seed / 3), depth + 1);
  return isList ? value.map((one, i) => (`${i}` === key ? inner : one)) : { ...(value as object), [key]: inner };
}

/** Fails with what came out and the seed alone: arguments of this kind fill screens. */
function reporter<T>({ failed, seed, errorInstance }: fc.RunDetails<T>): void {
  if (failed) throw new Error(`${(errorInstance as Error).message}\n(seed ${seed})`);
}

async function expectOnlyTold(name: string, f: Call, args: readonly unknown[]): Promise<void> {
  const told = await raw(name, () => call(f, args), args);
  if (told !== undefined) throw new Error(told);
}

describe("nothing but an EvenkeelError comes out", () => {
  test.each(exported)("of %s, whatever it is given", async (name, f) => {
    const property = fc.asyncProperty(fc.array(junk, { maxLength: 4 }), (given) =>
      expectOnlyTold(name, f, small[name]?.(given) ?? given),
    );
    await fc.assert(property, { numRuns: 50, reporter });
  });

  test.each(right)("of %s, an argument of which is of another kind", async (name, f, args) => {
    for (const i of args.keys())
      for (const value of [null, 5, "text", [], true, Number.NaN, 1n, new Date(0), () => undefined])
        await expectOnlyTold(name, f, args.with(i, value));
  });

  test.each(right)("of %s, one argument of which is wrong", async (name, f, args) => {
    await expectOnlyTold(name, f, args);
    const property = fc.asyncProperty(junk, fc.nat(), (value, seed) =>
      expectOnlyTold(name, f, changed(args, value, seed) as unknown[]),
    );
    await fc.assert(property, { numRuns: 150, reporter });
  });
});
