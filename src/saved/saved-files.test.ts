import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import type { Dataset } from "../data/dataset.ts";
import { EvenkeelError } from "../errors.ts";
import { decodeSafetensors } from "../formats/decode-safetensors.ts";
import { encodeSafetensors } from "../formats/safetensors.ts";
import { defineInitializer } from "../model/initializer.ts";
import { defineLayer } from "../model/layer.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { dense } from "../model/layers/dense.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { TrainedModel } from "../predict/trained-model.ts";
import { snapshotEnsemble } from "../train/callbacks/snapshot-ensemble.ts";
import { Run } from "../train/run/run.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { loadModel, readModel } from "./load-model.ts";
import { loadRun, readRun } from "./load-run.ts";

const FIXTURE = new URL("../../test/fixtures/run-0.1.0.evenkeel", import.meta.url);
const OPTIONS: TrainOptions = { batchSize: 10, epochs: 3, threads: 0 };
const model = sequential([dense(6), batchNorm(), relu(), dense(2)]);

let folder: string;
let data: Dataset;
let run: Run;
let bytes: Uint8Array;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-saved-"));
  const inputs = { shape: [40, 4], data: Float32Array.from({ length: 160 }, (_, i) => Math.sin(i * 1.7)) };
  data = arrays({ inputs, labels: Uint8Array.from({ length: 40 }, (_, i) => i % 2) });
  run = await train(model, data, OPTIONS);
  bytes = run.toBytes();
});
afterAll(() => rm(folder, { recursive: true }));

describe("the bytes of a run", () => {
  test("are those of its file, and are read as a Buffer, a Uint8Array or an ArrayBuffer, wherever they lie", async () => {
    const path = join(folder, "run");
    await run.save(path);
    expect(new Uint8Array(await readFile(path))).toEqual(bytes);
    const shifted = Buffer.concat([Buffer.alloc(5), bytes]);
    for (const form of [bytes, Buffer.from(bytes), shifted.subarray(5), bytes.slice().buffer]) {
      expect(readModel(form).parts.weights).toEqual(run.model.parts.weights);
      expect(readRun(form).state).toEqual(run.state);
    }
  });

  test("give back a model alone too", () => {
    const read = readModel(run.model.toBytes());
    const tricks = { layer: expect.anything(), loss: expect.anything(), metrics: expect.anything() };
    expect(read.parts).toEqual({ ...run.model.parts, ...tricks });
    for (const part of ["layer", "loss", "metrics"] as const)
      expect(JSON.stringify(read.parts[part])).toBe(JSON.stringify(run.model.parts[part]));
  });

  test("are refused in words where they are no bytes", () => {
    for (const other of ["path", undefined, null, 5, {}])
      expect(() => readModel(other as never)).toThrow(/expected the bytes of a file, as a Uint8Array, received/);
  });

  test("keep every number that was measured, also one that is infinite, none, or minus zero", () => {
    const odd = [Infinity, -Infinity, Number.NaN, -0, 5e-324];
    const measures = Object.fromEntries(odd.map((value, i) => [`m${i}`, value]));
    const history = odd.map((loss, i) => ({
      epoch: i + 1,
      learningRate: loss,
      train: { loss },
      validation: measures,
      seconds: 1,
    }));
    const parameters = { kernel: { norm: Infinity, gradientNorm: Number.NaN, updateRatio: -0 } };
    const signals = [{ step: 1, epoch: 1, layer: "0.dense", mean: -Infinity, std: Number.NaN, dead: 0, parameters }];
    const partialEpoch = { totals: measures, weights: { m0: 3 } };
    const changed = new Run({ ...run, history, signals, partialEpoch, test: measures } as never);
    const read = readRun(changed.toBytes());
    expect(read.history).toEqual(history);
    expect(read.history.map(({ train: { loss } }) => Object.is(loss, -0))).toEqual([false, false, false, true, false]);
    expect(read).toMatchObject({ signals, partialEpoch, test: measures });
  });
});

describe("a file of 0.1.0", () => {
  test("is read: it has no checksums, and null where a loss was infinite or none", async () => {
    const saved = await loadRun(FIXTURE.pathname);
    expect(saved.history.map(({ validation }) => validation?.loss)).toEqual([Number.NaN, Number.NaN]);
    expect(saved).toMatchObject({ steps: 4, stopped: { reason: "epochs", epoch: 2 }, config: { batchSize: 8 } });
    const read = await loadModel(FIXTURE.pathname);
    expect(Object.keys(read.parts.weights)).toContain("2.dense/kernel");
  });
});

describe("damaged bytes", () => {
  /** What reading gives: nothing but an error that names the file, and how it was told. */
  const refusals = (damaged: Uint8Array): string[] =>
    [readRun, readModel].flatMap((read) => {
      try {
        read(damaged, "the file");
        return [];
      } catch (error) {
        expect(error).toBeInstanceOf(EvenkeelError);
        const { kind, message } = error as EvenkeelError;
        expect(kind).toBe("run");
        expect(message).toMatch(/^the file/);
        expect(message.length).toBeLessThan(1500);
        return [message];
      }
    });

  test("are refused if any one bit is another; or nothing that is read is", () => {
    const expected = readRun(bytes);
    const plain = ({ model: read, ...rest }: typeof expected) => JSON.stringify({ ...rest, parts: read.parts });
    const flips = fc.record({ at: fc.nat(bytes.length - 1), bit: fc.nat(7) });
    let harmless = 0;
    fc.assert(
      fc.property(flips, ({ at, bit }) => {
        const damaged = bytes.slice();
        damaged[at] ^= 1 << bit;
        if (refusals(damaged).length === 2) return;
        harmless++;
        expect(plain(readRun(damaged))).toBe(plain(expected));
      }),
      { numRuns: 1500 },
    );
    expect(harmless).toBeLessThan(50); // in the key of the checksums: they are not looked for then
  });

  test("are refused if they end early or go on", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(refusals(bytes.subarray(0, length))).toHaveLength(2);
      }),
      { numRuns: 300 },
    );
    for (const more of [1, 8, 64]) expect(refusals(Buffer.concat([bytes, new Uint8Array(more)]))).toHaveLength(2);
  });

  test("are refused if their header is said to be shorter or longer", () => {
    const length = new DataView(bytes.buffer).getUint32(0, true);
    for (let other = 0; other < length + 400; other += other < length - 16 ? 7 : 1) {
      if (other === length) continue;
      const damaged = bytes.slice();
      new DataView(damaged.buffer).setUint32(0, other, true);
      expect(refusals(damaged), String(other)).toHaveLength(2);
    }
  });

  const { tensors, about } = (() => {
    const parts = { tensors: {} as Record<string, Float32Array>, about: {} as Record<string, unknown> };
    beforeAll(() => {
      const read = decodeSafetensors(bytes, "file");
      for (const [name, { data }] of Object.entries(read.tensors)) parts.tensors[name] = data as Float32Array;
      Object.assign(parts.about, JSON.parse(read.metadata.evenkeel));
    });
    return parts;
  })();
  /** A file of 0.1.0's form, without checksums, so that what it says is looked at. */
  const withAbout = (text: string, others: object = tensors) =>
    encodeSafetensors(others as typeof tensors, { evenkeel: text });

  test("are read or refused in words with any JSON at any place of the description", () => {
    const places = (value: unknown, path: string[] = []): string[][] =>
      typeof value !== "object" || value === null
        ? [path]
        : [path, ...Object.entries(value).flatMap(([key, one]) => places(one, [...path, key]))];
    const all = places(about).slice(1);
    const evil = fc.oneof(
      fc.constantFrom<unknown>(null, true, -1, 1.5, 2 ** 53, 1e300, "", "NaN", "__proto__", [], {}, [[]], [null]),
      fc.constantFrom<unknown>({ name: "dense" }, { name: "constructor" }, [1e15, 1e15], Array(1000).fill(1)),
      fc.constantFrom<unknown>({ name: "dense", units: 1e15 }, { name: "adam" }, { name: "x".repeat(1e6) }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...all.map((_, i) => i)), evil, fc.boolean(), (place, value, remove) => {
        const changed = structuredClone(about);
        const path = all[place];
        const parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as never, changed);
        if (remove) delete parent[path.at(-1) as string];
        else parent[path.at(-1) as string] = value;
        refusals(withAbout(JSON.stringify(changed)));
      }),
      { numRuns: 1500 },
    );
  });

  test.each([
    "",
    "{",
    "null",
    "1",
    "[]",
    "undefined",
    "NaN",
    "{}",
    '{"format":1}',
    '{"format":1,"model":null}',
    '{"format":2}',
  ])("are refused with the description %s", (text) => {
    expect(refusals(withAbout(text))).toHaveLength(2);
  });

  test("are refused where tensors are lost, misnamed or too many", () => {
    for (const name of Object.keys(tensors).filter((name) => !name.includes("optimizer"))) {
      const { [name]: lost, ...others } = tensors;
      const said = name.startsWith("model/") ? 2 : 1; // the model can be read without the training
      expect(refusals(withAbout(JSON.stringify(about), others)), name).toHaveLength(said);
      expect(refusals(withAbout(JSON.stringify(about), { ...others, [`${name}x`]: lost })), name).toHaveLength(said);
    }
    expect(
      refusals(withAbout(JSON.stringify(about), { ...tensors, "model/more": tensors["model/0.dense/kernel"] })),
    ).toHaveLength(2);
  });

  test("are refused by checksum where a tensor of the optimizer is lost, and by name where there is no checksum", async () => {
    const { metadata } = decodeSafetensors(bytes, "file");
    const name = Object.keys(tensors).at(-1) as string;
    const { [name]: lost, ...others } = tensors;
    expect(name).toMatch(/^training\/optimizer\/.*\/3\.dense\/bias$/);
    expect(lost).toHaveLength(2);
    expect(refusals(encodeSafetensors(others, metadata))).toHaveLength(2);
    const resume = readRun(withAbout(JSON.stringify(about), others));
    await expect(train(model, data, { ...OPTIONS, epochs: 4, resume })).rejects.toThrow(
      `train: resume: expected ${name.replace("training/", "")} in the saved run, received none.`,
    );
  });

  test.each([Number.NaN, Infinity])(
    "are refused as a model to predict with where a weight is %s, and read as a run",
    (value) => {
      const kernel = Float32Array.from(tensors["model/0.dense/kernel"]).fill(value, 3, 4);
      const file = withAbout(JSON.stringify(about), { ...tensors, "model/0.dense/kernel": kernel });
      expect(() => readModel(file, "the file")).toThrow(
        `the file: expected finite numbers of 0.dense/kernel, received ${value} at index 3. The training diverged.`,
      );
      expect(readRun(file).history).toEqual(run.history);
    },
  );

  test.each<[string, () => string]>([
    ["100,000 branches", () => `{"name":"parallel","branches":[${Array(100_000).fill('{"name":"relu"}')}]}`],
    ["100,000 normalizations", () => `{"name":"sequential","layers":[${Array(100_000).fill('{"name":"batchNorm"}')}]}`],
    [
      "3,000 nested layers",
      () => `${'{"name":"sequential","layers":['.repeat(3000)}{"name":"relu"}${"]}".repeat(3000)}`,
    ],
    ["200,000 nested lists", () => "[".repeat(200_000) + "]".repeat(200_000)],
    ["a name of ten million letters", () => `{"name":"${"a".repeat(1e7)}"}`],
    ["an option of a million letters", () => `{"name":"dense","units":2,"${"u".repeat(1e6)}":1}`],
    ["a layer of more numbers than there are", () => '{"name":"dense","units":9007199254740991}'],
    ["an option behind the prototype", () => '{"name":"dense","units":6,"__proto__":{"bias":false}}'],
  ])("are refused with %s", (_, layer) => {
    const text = JSON.stringify({ ...about, model: { ...(about.model as object), layer: "@" } });
    expect(refusals(withAbout(text.replace('"@"', layer)))).toHaveLength(2);
  });

  test.each(["__proto__", "\\u005f_proto__"])("are refused with a key %s anywhere", (key) => {
    for (const at of ['"history":[{', '"model":{', '"stopped":{'])
      expect(refusals(withAbout(JSON.stringify(about).replace(at, `${at}"${key}":{"bias":false},`)))).toHaveLength(2);
  });
});

describe("tricks of one's own", () => {
  const twice = defineLayer({
    name: "twice",
    summary: "Doubles.",
    source: "by definition",
    options: {},
    forward: (x) => x.mul(2),
  });
  const sevenths = defineInitializer({
    name: "sevenths",
    summary: "All 1/7.",
    source: "by definition",
    options: {},
    draw: ({ shape }) => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1 / 7),
  });
  const own = sequential([dense(3, { init: sevenths() }), twice(), dense(2)]);

  test("are read with what defines them, and named where it is missing", async () => {
    const path = join(folder, "own");
    const whole = await train(own, data, OPTIONS);
    await whole.save(path);
    await expect(loadModel(path)).rejects.toThrow(
      /received one of the name "sevenths" .*loadModel\(path, \{ use: \[myLayer\] \}\)/,
    );
    await expect(loadRun(path, { use: [sevenths] })).rejects.toThrow('received one of the name "twice"');
    const use = [twice, sevenths];
    const inputs = { shape: [1, 4], data: [1, 2, 3, 4] };
    const predicted = await whole.model.predict(inputs);
    for (const read of [
      await loadModel(path, { use }),
      readModel(await readFile(path), { use }),
      (await loadRun(path, { use })).model,
    ]) {
      expect(await read.predict(inputs)).toEqual(predicted);
      await read.close();
    }
    await whole.model.close();
    await expect(loadModel(path, { use: [twice()] as never })).rejects.toThrow("such as [myLayer], not myLayer()");
    await expect(loadModel(path, { use: twice as never })).rejects.toThrow("loadModel: use: expected a list");
  });

  test("are not needed to go on: they are in the model that is trained", async () => {
    const path = join(folder, "half");
    const whole = await train(own, data, OPTIONS);
    await (await train(own, data, { ...OPTIONS, epochs: 1 })).save(path);
    expect((await train(own, data, { ...OPTIONS, resume: path })).state).toEqual(whole.state);
    await expect(train(sequential([dense(2)]), data, { ...OPTIONS, resume: path })).rejects.toThrow(
      "train: resume: expected the model of the saved run",
    );
  });

  test("are not needed to go on with members of an ensemble either", async () => {
    const path = join(folder, "members");
    const options = { ...OPTIONS, epochs: 4, callbacks: [snapshotEnsemble({ period: 1 })] };
    const whole = await train(own, data, options);
    await (await train(own, data, { ...options, epochs: 2 })).save(path);
    const resumed = await train(own, data, { ...options, resume: path });
    expect(resumed.model.parts.weights).toEqual(whole.model.parts.weights);
    expect(resumed.stopped).toEqual(whole.stopped);
  });

  test("stand in the place of a catalogue's trick of the same name", () => {
    const mine = defineLayer({
      name: "relu",
      summary: "Doubles.",
      source: "by definition",
      options: {},
      forward: (x) => x.mul(2),
    });
    expect(() => readModel(run.model.toBytes(), { use: [mine] })).not.toThrow();
    const read = readModel(run.model.toBytes(), { use: [mine] });
    const { layers } = read.parts.layer.values as unknown as { layers: { definition: unknown }[] };
    expect(layers[2].definition).toBe(mine.definition);
  });
});

describe("going on", () => {
  test("from the file of a model is refused in words", async () => {
    const path = join(folder, "model");
    await run.model.save(path);
    const words = "expected a run that run.save wrote, received a model alone, from which training cannot go on.";
    await expect(loadRun(path)).rejects.toThrow(words);
    await expect(train(model, data, { ...OPTIONS, epochs: 5, resume: path })).rejects.toThrow(words);
  });

  test("in float64 has the same bits", async () => {
    const path = join(folder, "reference");
    const small = sequential([dense(2), batchNorm()]);
    const options: TrainOptions = { ...OPTIONS, backend: "reference", epochs: 2 };
    const whole = await train(small, data, options);
    await (await train(small, data, { ...options, epochs: 1 })).save(path);
    const resumed = await train(small, data, { ...options, resume: path });
    expect(resumed.state["0.dense/kernel"]).toBeInstanceOf(Float64Array);
    expect(resumed.state).toEqual(whole.state);
    expect(resumed.history.map(({ train }) => train.loss)).toEqual(whole.history.map(({ train }) => train.loss));
    expect((await loadRun(path)).weights["0.dense/kernel"]).toBeInstanceOf(Float64Array);
  });

  test("after validation losses that are infinite is as if it had never stopped", async () => {
    const path = join(folder, "infinite");
    const validation = {
      inputs: { shape: [1, 4], data: Float32Array.of(3e38, 3e38, -3e38, 1) },
      targets: { shape: [1, 1], data: Float32Array.of(0) },
    };
    const targets = { shape: [40, 1], data: Float32Array.from({ length: 40 }, (_, i) => i / 40) };
    const overflowing = {
      ...data,
      classes: undefined,
      train: { inputs: data.train.inputs, targets },
      validation,
    } as unknown as Dataset;
    const options = { ...OPTIONS, loss: meanSquaredError() };
    await (await train(sequential([dense(1)]), overflowing, { ...options, epochs: 2 })).save(path);
    const whole = await train(sequential([dense(1)]), overflowing, options);
    const resumed = await train(sequential([dense(1)]), overflowing, { ...options, resume: path });
    const losses = ({ history }: Run) => history.map((row) => row.validation?.loss);
    expect(losses(whole).every((loss) => !Number.isFinite(loss))).toBe(true);
    expect(losses(resumed)).toEqual(losses(whole));
  });
});

describe("a save that is killed", () => {
  test("leaves a whole file, and the next save takes away what it left", async () => {
    const place = await mkdtemp(join(folder, "killed-"));
    const path = join(place, "model");
    const bundle = join(folder, "saves.mjs");
    const contents = `
      import { TrainedModel } from "./src/predict/trained-model.ts";
      import { dense } from "./src/model/layers/dense.ts";
      const weights = (v) => ({ kernel: new Float32Array(1e6).fill(v), bias: new Float32Array(1000).fill(v) });
      const scale = { subtract: 0, multiply: 1 };
            for (let v = 1; ; v++) await new TrainedModel({ layer: dense(1000), inputShape: [1000], scale, logits: false, weights: weights(v) }).save(${JSON.stringify(path)}).then(() => v === 1 && console.log("saved once"));`;
    await build({
      stdin: { contents, resolveDir: ".", loader: "ts" },
      bundle: true,
      format: "esm",
      platform: "node",
      outfile: bundle,
      logLevel: "error",
    });
    for (let kill = 0; kill < 4; kill++) {
      const child = spawn(process.execPath, [bundle]);
      child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), 23 * kill));
      await new Promise((resolve) => child.on("close", resolve));
      const { weights } = (await loadModel(path)).parts;
      expect(new Set(Object.values(weights).flatMap((numbers) => [...numbers])).size).toBe(1);
    }
    await writeFile(join(place, "another"), "");
    await run.model.save(path);
    expect((await readdir(place)).sort()).toEqual(["another", "model"]);
  });
});

test("A model that is put together by hand is saved as it is", () => {
  const byHand = new TrainedModel({
    ...{
      layer: dense(1),
      inputShape: [2],
      scale: { subtract: 0.5, multiply: 2 },
      logits: false,
      classes: ["NaN", "-0"],
    },
    weights: { kernel: Float64Array.of(1 / 3, 2), bias: Float32Array.of(0) },
  });
  expect(readModel(byHand.toBytes()).parts).toMatchObject({
    ...{ scale: { subtract: 0.5, multiply: 2 }, classes: ["NaN", "-0"] },
    weights: { kernel: Float64Array.of(1 / 3, 2) },
  });
});
