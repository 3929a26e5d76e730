// @ts-check
import { distance } from "./compare.mjs";
import { opened } from "./runtime.mjs";

/** @typedef {import("./cases.mjs").Evenkeel} Evenkeel */
/** @typedef {import("./runtime.mjs").Given} Given */
/** @typedef {import("../../src/index.ts").TrainedModel} TrainedModel */

/** A table with numbers, of which some are missing, words, more words than get features of their own, and times. */
const ROWS = Array.from({ length: 60 }, (_, i) => ({
  size: i % 7 === 0 ? null : 40 + ((i * 37) % 23) / 3,
  when: 1_700_000_000 + i * 61,
  island: i % 9 === 0 ? null : ["Biscoe", "Dream", "Torgersen"][i % 3],
  city: `city ${(i * i) % 20}`,
  species: ["Adelie", "Gentoo"][Math.floor(i / 2) % 2],
  mass: 3000 + ((i * 53) % 97) * 20,
}));

/**
 * Trained models of data of every kind: the largest difference between what they predict and what ONNX Runtime gives.
 * @param {Evenkeel} evenkeel
 * @returns {Record<string, () => Promise<number>>}
 */
export function trainedCases(evenkeel) {
  const { arrays, csv, dense, ensemble, exportOnnx, graph, heads, mlp, relu, sequential, train } = evenkeel;
  const {
    binaryCrossEntropy,
    conv2d,
    crossEntropy,
    flatten,
    hinge,
    meanSquaredError,
    scaleToUnit,
    RandomStream,
    standardize,
  } = evenkeel;
  const quick = { epochs: 1, threads: 0 };

  /** @param {readonly number[]} shape @param {(drawn: number) => number} [f] */
  const numbers = (shape, f = (x) => x) => {
    const random = new RandomStream(7, "data");
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => f(random.uniform()));
    return { shape, data };
  };
  /** @param {TrainedModel} model @param {{ shape: readonly number[], data: Float32Array }} inputs @param {object} [options] */
  const onArrays = async (model, inputs, options = {}) => {
    const session = await opened(exportOnnx(model, options));
    const output = Object.values(await session.run({ inputs: { type: "float32", ...inputs } }))[0];
    await session.close();
    return distance(output, await model.predict(inputs, options));
  };
  const classes = Array.from({ length: 24 }, (_, i) => i % 3);
  const features = numbers([24, 5], (x) => 100 + 3 * x);
  const csvText = [Object.keys(ROWS[0]), ...ROWS.map((row) => Object.values(row).map((cell) => cell ?? ""))].join("\n");

  /** Rows by their columns. @param {TrainedModel} model */
  const onRows = async (model) => {
    const rows = ROWS.slice(0, 15).map(({ species, mass, ...inputs }, i) =>
      i === 4 ? { ...inputs, island: "Elsewhere" } : inputs,
    );
    const session = await opened(exportOnnx(model));
    const [output] = Object.values(await session.run(columnsOf(rows, model, session.inputs)));
    await session.close();
    const predicted = await model.predictRows(rows);
    const expected = predicted.flatMap((row) => Object.values(row.probabilities ?? row.values ?? {}));
    const data =
      output.data.length === expected.length ? output.data : Array.from(output.data).flatMap((p) => [1 - p, p]);
    return distance({ dims: [expected.length], data }, { shape: [expected.length], data: expected });
  };

  return {
    "classes, with a scale for each feature": async () => {
      const { model } = await train(mlp({ hidden: [8], outputs: 3 }), arrays({ inputs: features, labels: classes }), {
        ...quick,
        scaling: standardize(),
      });
      return onArrays(model, features);
    },
    "logits of classes": async () => {
      const { model } = await train(
        mlp({ hidden: [8], outputs: 3 }),
        arrays({ inputs: features, labels: classes }),
        quick,
      );
      return onArrays(model, features, { logits: true });
    },
    "features far from 0": async () => {
      const far = numbers([24, 5], (x) => 100_000 + x);
      const { model } = await train(mlp({ hidden: [8], outputs: 3 }), arrays({ inputs: far, labels: classes }), {
        ...quick,
        scaling: standardize(),
      });
      const all = await train(mlp({ hidden: [8], outputs: 3 }), arrays({ inputs: far, labels: classes }), {
        ...quick,
        scaling: scaleToUnit({ per: "all" }),
      });
      return Math.max(await onArrays(model, far), await onArrays(all.model, far));
    },
    "pictures, with a scale for each channel": async () => {
      const images = numbers([24, 6, 6, 3], (x) => Math.floor(256 * x));
      const layers = sequential([conv2d(4), relu(), flatten(), dense(3)]);
      const { model } = await train(layers, arrays({ inputs: images, labels: classes }), {
        ...quick,
        scaling: standardize({ per: "channel" }),
      });
      return onArrays(model, images);
    },
    "yes or no": async () => {
      const labels = classes.map((label) => (label === 1 ? "yes" : "no"));
      const { model } = await train(mlp({ hidden: [4], outputs: 1 }), arrays({ inputs: features, labels }), {
        ...quick,
        loss: binaryCrossEntropy(),
      });
      return onArrays(model, features);
    },
    "scores without probabilities": async () => {
      const { model } = await train(mlp({ hidden: [4], outputs: 3 }), arrays({ inputs: features, labels: classes }), {
        ...quick,
        loss: hinge(),
      });
      return onArrays(model, features);
    },
    "values in their units": async () => {
      const targets = numbers([24, 2], (x) => 1000 * x);
      const { model } = await train(
        sequential([dense(4), relu(), dense(2)]),
        arrays({ inputs: features, targets }),
        quick,
      );
      return onArrays(model, features);
    },
    "an ensemble": async () => {
      const data = arrays({ inputs: features, labels: classes });
      const runs = [];
      for (const scaling of [standardize(), scaleToUnit()])
        runs.push(await train(mlp({ hidden: [4], outputs: 3 }), data, { ...quick, scaling }));
      return onArrays(ensemble(runs.map(({ model }) => model)), features);
    },
    "several inputs and outputs by name": async () => {
      const image = numbers([24, 4, 4, 1]);
      const meta = numbers([24, 3]);
      const data = arrays({
        inputs: { image, meta },
        labels: { kind: classes },
        targets: { age: numbers([24, 1], (x) => 50 * x) },
      });
      const layer = graph(({ input, apply, concat }) => {
        const both = concat(apply(flatten(), apply(conv2d(2), input("image", [4, 4, 1]))), input("meta", [3]));
        return { kind: apply(dense(3), both), age: apply(dense(1), both) };
      });
      const loss = heads([
        ["kind", crossEntropy()],
        ["age", meanSquaredError(), 0.1],
      ]);
      const { model } = await train(layer, data, { ...quick, loss });
      const session = await opened(exportOnnx(model));
      const received = await session.run({ image: { type: "float32", ...image }, meta: { type: "float32", ...meta } });
      await session.close();
      const { outputs = {} } = await model.predict({ image, meta });
      return Math.max(...Object.entries(outputs).map(([name, expected]) => distance(received[name], expected)));
    },
    "rows of a table with classes": async () => {
      const { model } = await train(
        mlp({ hidden: [6], outputs: 2 }),
        csv(csvText, { label: "species", ignore: ["mass"] }),
        quick,
      );
      return onRows(model);
    },
    "rows of a table with values": async () => {
      const { model } = await train(
        mlp({ hidden: [6], outputs: 1 }),
        csv(csvText, { target: "mass", ignore: ["species"] }),
        quick,
      );
      return onRows(model);
    },
    "rows of a table with plain numbers, as features": async () => {
      const { model } = await train(
        mlp({ hidden: [6], outputs: 2 }),
        csv(csvText, { label: "species", ignore: ["mass", "when", "city"] }),
        quick,
      );
      const inputs = numbers([4, model.parts.inputShape[0]]);
      const session = await opened(exportOnnx(model, { table: "features" }));
      const [output] = Object.values(await session.run({ inputs: { type: "float32", ...inputs } }));
      await session.close();
      return Math.max(distance(output, await model.predict(inputs)), await onRows(model));
    },
    "rows of a table with times, as features in float64": async () => {
      const { model } = await train(
        mlp({ hidden: [6], outputs: 2 }),
        csv(csvText, { label: "species", ignore: ["mass", "island", "city"] }),
        quick,
      );
      if (!model.columns?.float64) throw new Error("expected times to need float64");
      const size = [41, 42, 43, 44];
      const data = Float64Array.from(size.flatMap((x, i) => [x, 0, ROWS[i].when]));
      const session = await opened(exportOnnx(model, { table: "features" }));
      const inputs = { shape: [4, 3], data };
      const [output] = Object.values(await session.run({ inputs: { type: "float64", ...inputs } }));
      await session.close();
      return Math.max(distance(output, await model.predict(inputs)), await onRows(model));
    },
  };
}

/**
 * Rows as a program gives them to ONNX Runtime: an input for each column.
 * @param {readonly Record<string, string | number | null>[]} rows @param {TrainedModel} model @param {readonly string[]} names
 * @returns {Record<string, Given>}
 */
function columnsOf(rows, model, names) {
  return Object.fromEntries(
    names.map((name) => {
      const words = model.columns?.inputs.find((column) => column.name === name)?.kind === "categorical";
      const double = model.columns?.float64;
      const cells = rows.map((row) => row[name] ?? (words ? "" : Number.NaN));
      const data = words ? cells : (double ? Float64Array : Float32Array).from(cells.map(Number));
      return [name, { type: words ? "string" : double ? "float64" : "float32", shape: [rows.length, 1], data }];
    }),
  );
}
