import { beforeAll, describe, expect, test, vi } from "vitest";
import { openDevice } from "../../backend/open.ts";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import { scaleToUnit } from "../../data/scaling/scale-to-unit.ts";
import { standardize } from "../../data/scaling/standardize.ts";
import { digits } from "../../data/sources/digits.ts";
import { take } from "../../data/split.ts";
import { runError } from "../../errors.ts";
import { mlp } from "../../model/architectures/mlp.ts";
import type { Initializer } from "../../model/initializer.ts";
import { glorotNormal } from "../../model/initializers/glorot-normal.ts";
import { glorotUniform } from "../../model/initializers/glorot-uniform.ts";
import { heNormal } from "../../model/initializers/he-normal.ts";
import { standardNormal } from "../../model/initializers/standard-normal.ts";
import { uniform } from "../../model/initializers/uniform.ts";
import type { Layer } from "../../model/layer.ts";
import { dense } from "../../model/layers/dense.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { tanh } from "../../model/layers/tanh.ts";
import { momentum } from "../../optimize/optimizers/momentum.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { RandomStream } from "../../random.ts";
import { initializationHtml } from "../../report/initialization/initialization-html.ts";
import { initializationText } from "../../report/initialization/initialization-text.ts";
import type { Signal } from "../../signals/signal.ts";
import { signals } from "../../train/callbacks/signals.ts";
import { train } from "../../train/train.ts";
import type { TrainOptions } from "../../train/train-options.ts";
import type { InitializationRun } from "./initialization-run.ts";
import { compareInitialization, type InitializationOptions, type InitializationStudy } from "./initialization-study.ts";
import { activationTrend, factorPerLayer, signalTrend } from "./signal-trend.ts";

vi.mock(import("../../backend/open.ts"), { spy: true });

let data: Dataset;
beforeAll(async () => {
  data = await digits({ train: 500, validation: 0, test: 10 });
});

/** The rows of one step over some samples. */
async function atFirst(model: Layer, samples: Dataset, options: TrainOptions = {}): Promise<readonly Signal[]> {
  const run = await train(model, samples, {
    epochs: 1,
    batchSize: samples.train.inputs.shape[0],
    threads: 0,
    optimizer: sgd({ learningRate: 1e-9 }),
    callbacks: [signals()],
    ...options,
  });
  return run.signals;
}

describe("initial weights", { timeout: 300_000 }, () => {
  test("halve the second moment at every ReLU layer with Xavier's scheme, and keep it with He's", async () => {
    const few = firstOf(data, 64);
    const halvings = async (init: Initializer, seed: number) => {
      const rows = await atFirst(mlp({ hidden: new Array(31).fill(256), init }), few, { seed, scaling: standardize() });
      const roots = rows.filter(({ layer }) => layer.endsWith("relu")).map(({ mean, std }) => Math.hypot(mean, std));
      expect(roots).toHaveLength(31);
      return Math.log2(roots[30] / roots[0]);
    };
    // One layer multiplies the mean square by 1/2 (1 + ε), the variance of ε being 5/256 (from E z⁴ of a Gaussian): over
    // 30 layers the root's log₂ has the deviation ½ √(30·5/256) / ln 2 = 0.55, the mean of three seeds 0.32.
    const xavier = [
      await halvings(glorotNormal(), 1),
      await halvings(glorotNormal(), 2),
      await halvings(glorotNormal(), 3),
    ];
    expect(Math.abs(mean(xavier) + 15)).toBeLessThan(3 * 0.32);
    // The same draws, each √2 as large.
    expect((await halvings(heNormal(), 1)) - xavier[0]).toBeCloseTo(15, 3);
  });

  test("of N(0, 1) give a standard deviation of √n_in, at each of several linear layers", async () => {
    const random = new RandomStream(1, "unit variance");
    const [samples, n] = [100, 144];
    const inputs = { shape: [samples, n], data: Float32Array.from({ length: samples * n }, () => random.normal()) };
    const normal = arrays({ inputs, labels: Uint8Array.from({ length: samples }, (_, i) => i % 4) });
    const layers = Array.from({ length: 4 }, () => dense(n, { init: standardNormal() }));
    const rows = await atFirst(sequential([...layers, dense(4)]), normal);
    // √144 = 12; the deviation of an estimate from 144² products is some per cent.
    for (let layer = 1; layer <= 4; layer++) {
      const factor = rows[layer].std / rows[layer - 1].std;
      expect(factor).toBeGreaterThan(12 / 1.1);
      expect(factor).toBeLessThan(12 * 1.1);
    }
  });

  test("of U[−1/√n, 1/√n] let tanh signals and gradients shrink with depth; normalized ones keep both within 1.5", async () => {
    const five = (scheme: (inputs: number) => Initializer) => {
      const widths = [784, 300, 300, 300, 300, 300];
      return sequential([
        flatten(),
        ...widths.slice(1).flatMap((width, i) => [dense(width, { init: scheme(widths[i]) }), tanh()]),
        dense(10, { init: scheme(300) }),
      ]);
    };
    const few = firstOf(data, 300);
    const fall = async (scheme: (inputs: number) => Initializer) => {
      const rows = (await atFirst(five(scheme), few, { scaling: scaleToUnit() })).filter(({ layer }) =>
        layer.endsWith("tanh"),
      );
      expect(rows).toHaveLength(5);
      const [first, last] = [rows[0], rows[4]];
      return [first.std / last.std, (last.gradientStd as number) / (first.gradientStd as number)];
    };
    const usual = await fall((inputs) => uniform({ bound: 1 / Math.sqrt(inputs) }));
    // Var w = 1/(3n): a layer divides a deviation by √3, four layers by 9.
    for (const factor of usual) expect(factor).toBeGreaterThan(7);
    for (const factor of await fall(() => glorotUniform())) {
      expect(factor).toBeLessThan(1.5);
      expect(factor).toBeGreaterThan(1 / 1.5);
    }
  });

  test("decide whether 30 ReLU layers learn: never with Xavier, always with He, in 5 seeds of 5", async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const lossFrom = async (init: Initializer) => {
        const run = await train(mlp({ hidden: new Array(30).fill(48), init }), data, {
          epochs: 10,
          batchSize: 50,
          threads: 0,
          seed,
          scaling: standardize(),
          optimizer: momentum({ learningRate: 0.02 }),
        });
        return run.history[9].train.loss;
      };
      expect(Math.abs((await lossFrom(glorotNormal())) - Math.LN10), `Xavier, seed ${seed}`).toBeLessThan(0.01);
      // In the slowest of seeds 1 to 8 it is 0.14 lower after ten epochs, in the others 0.4 to 0.7.
      expect(await lossFrom(heNormal()), `He, seed ${seed}`).toBeLessThan(Math.LN10 - 0.1);
    }
  });
});

describe("compareInitialization", { timeout: 300_000 }, () => {
  let study: InitializationStudy;
  beforeAll(async () => {
    study = await compareInitialization({ depth: 12, width: 32, epochs: 2, trainSize: 300, parallel: 2 });
  });
  const runOf = (variant: string, scheme: string) =>
    study.runs.find((run) => run.variant === variant && run.scheme === scheme) as InitializationRun;

  test("runs every scheme in every variant, and is plain JSON", () => {
    expect(study.runs).toHaveLength(4 * 6);
    for (const { layers, losses, failure } of study.runs) {
      expect(layers).toHaveLength(12);
      if (failure === undefined) expect(losses).toHaveLength(2);
    }
    expect(JSON.parse(JSON.stringify(study))).toEqual(study);
  });

  test("keeps the other networks where one could not be trained, and says why", async () => {
    vi.mocked(openDevice).mockRejectedValueOnce(
      runError({ where: "engine thread 0", expected: "a running worker", received: "one that ended" }),
    );
    const schemes = ["N(0, 1)", "He"] as const;
    const options = {
      depth: 2,
      width: 8,
      epochs: 1,
      trainSize: 100,
      parallel: 1,
      variants: ["plain"],
      schemes,
    } as const;
    const kept = await compareInitialization(options as unknown as InitializationOptions);
    expect([kept.runs.length, kept.planned]).toEqual([1, 2]);
    const reason = "plain, N(0, 1): engine thread 0: expected a running worker, received one that ended.";
    expect(kept.broken).toEqual([reason]);
    expect(initializationText(kept, { width: 200 })).toContain(`Not trained: ${reason}`);
    expect(initializationHtml(kept)).toContain("Not trained: plain, N(0, 1)");
  });

  test("shows that N(0, 1) explodes, N(0, 1/n) vanishes, Glorot fades, He holds", () => {
    const trend = (variant: string, scheme: string) =>
      signalTrend(factorPerLayer(runOf(variant, scheme).layers.map(({ std }) => std)));
    expect(trend("plain", "N(0, 1)")).toBe("explodes");
    expect(trend("plain", "N(0, 1/n)")).toBe("vanishes");
    expect(trend("plain", "U(±1/√n)")).toBe("vanishes");
    expect(trend("plain", "Glorot")).toBe("fades");
    expect(trend("plain", "He")).toBe("holds");
    for (const scheme of ["N(0, 1)", "N(0, 1/n)", "Glorot", "He"]) expect(trend("batch norm", scheme)).toBe("holds");
    expect(trend("residual", "N(0, 1/n)")).toBe("holds");
  });

  test("says that tanh units of N(0, 1) are saturated", async () => {
    const small = { depth: 4, width: 32, epochs: 1, trainSize: 100, activation: "tanh", variants: ["plain"] } as const;
    const { runs } = await compareInitialization({ ...small, schemes: ["N(0, 1)", "Glorot"] });
    expect(runs.map(activationTrend)).toEqual(["saturates", expect.stringMatching(/^(fades|holds)$/)]);
    // z ~ N(0, 28²) in the first layer: |tanh z| > 0.99 from |z| = 2.65 on, which is 92 % or so.
    expect(runs[0].saturated).toBeGreaterThan(0.85);
  });

  test("is shown as text and as a page", () => {
    const text = initializationText(study);
    expect(text).toMatch(/^He +\d\S* → \d\S* +×\d\.\d\d holds +/m);
    expect(text.replace(/\n +/g, " ")).toMatch(
      /• Plain, activations from layer to layer: N\(0, 1\) explodes \(×\d\.\d\), N\(0, 1\/n\) vanishes/,
    );
    const narrow = initializationText(study, { width: 48 }).split("\n");
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(48);
    const page = initializationHtml(study);
    expect(page.match(/<svg [^>]*role="img"[^>]*>/g)).toHaveLength(2 * 4 * 3); // wide and narrow
    expect(page).toContain("hidden layer</text>");
    expect(page).toMatch(/He, layer 12: 0\.\d\d<\/title>/);
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/http:|https:|<script|<link/i);
  });
});

const firstOf = (data: Dataset, count: number): Dataset => ({
  ...data,
  train: take(
    data.train,
    Array.from({ length: count }, (_, i) => i),
  ),
});
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
