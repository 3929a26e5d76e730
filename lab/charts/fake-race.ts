import { signal } from "@preact/signals";
import type { Epoch, Signal, StepRecord } from "evenkeel";
import type { Experiment } from "../experiment.ts";
import type { ArmName, Histogram, Look, Surface } from "../protocol.ts";
import type { Race, RunState } from "../race/race.ts";

interface FakeOptions {
  steps?: number;
  stepsPerEpoch?: number;
  layers?: number;
  /** From which step on the loss of A is not a number. */
  failsAt?: number;
  seeds?: number;
  base?: Record<string, unknown>;
}

/** A race whose runs are made of formulas, for tests of charts and to look at them. */
export function fakeRace({
  steps = 141,
  stepsPerEpoch = 47,
  layers = 4,
  failsAt,
  seeds = 1,
  base = {},
}: FakeOptions = {}) {
  const nothing = () => {};
  const experiment: Experiment = { chapter: "fake", which: "main", base, a: {}, b: {}, seed: 1, seeds };
  const runs = {
    a: fakeRun("a", { steps, stepsPerEpoch, layers, failsAt }),
    b: fakeRun("b", { steps, stepsPerEpoch, layers }),
  };
  const looks = (arm: ArmName, step: number) => fakeLook(arm, step, layers);
  const race = {
    experiment: signal(experiment),
    status: signal("ended" as const),
    a: signal<RunState | undefined>(runs.a),
    b: signal<RunState | undefined>(runs.b),
    behind: signal(
      Array.from({ length: 2 * (seeds - 1) }, (_, i) => {
        const arm = i % 2 === 0 ? ("a" as const) : ("b" as const);
        const factor = 1 + 0.12 * Math.sin(3 * i + 1);
        return { arm, seed: 2 + (i >> 1), epochs: runs[arm].epochs.map((epoch) => scaled(epoch, factor)) };
      }),
    ),
    pairs: signal([]),
    study: signal(undefined),
    engine: signal(undefined),
    slow: signal(false),
    cursor: signal<number | undefined>(undefined),
    shown: signal<number | undefined>(undefined),
    data: signal(undefined),
    lookAt: (arm: ArmName, step: number) => Promise.resolve<Look | undefined>(looks(arm, step)),
    set: nothing,
    start: nothing,
    pause: nothing,
    step: nothing,
    setSlow: nothing,
    again: nothing,
    read: () => Promise.reject(new Error("a fake reads nothing")),
    misread: () => Promise.resolve([]),
    save: () => Promise.reject(new Error("a fake saves nothing")),
    close: nothing,
  };
  return race satisfies Race;
}

function scaled(epoch: Epoch, factor: number): Epoch {
  const { loss = 0, accuracy = 0 } = epoch.validation ?? {};
  return { ...epoch, validation: { loss: loss * factor, accuracy: Math.min(1, accuracy / factor) } };
}

interface RunOptions {
  steps: number;
  stepsPerEpoch: number;
  layers: number;
  failsAt?: number | undefined;
}

function fakeRun(
  arm: ArmName,
  { steps: count, stepsPerEpoch, layers, failsAt = Number.POSITIVE_INFINITY }: RunOptions,
): RunState {
  const fall = (step: number) =>
    arm === "a" ? 1.3 + Math.exp((-3 * step) / count) : 0.15 + 2.15 * Math.exp((-7 * step) / count);
  const noise = (step: number) => 0.25 * Math.sin(12.9898 * step + (arm === "a" ? 1 : 2)) * Math.cos(78.233 * step);
  const steps = Array.from({ length: count }, (_, i): StepRecord => {
    const loss = i + 1 >= failsAt ? Number.NaN : Math.max(0.01, fall(i + 1) * (1 + noise(i + 1)));
    return {
      step: i + 1,
      epoch: 1 + Math.floor(i / stepsPerEpoch),
      loss,
      measures: { accuracy: Number.isFinite(loss) ? Math.exp(-loss) : 0 },
      gradientNorm: loss,
      learningRate: 0.1 * 0.99 ** (i * (arm === "a" ? 0 : 1)),
      finite: Number.isFinite(loss),
    };
  });
  const epochs = Array.from({ length: Math.floor(count / stepsPerEpoch) }, (_, i): Epoch => {
    const loss = fall((i + 1) * stepsPerEpoch) * 1.1;
    const measures = { loss, accuracy: Math.exp(-loss) };
    return { epoch: i + 1, learningRate: 0.1, train: measures, validation: measures, seconds: 0.3 };
  });
  const look = fakeLook(arm, count, layers);
  return {
    arm,
    seed: 1,
    facts: {
      parameters: 1000,
      epochs: Math.ceil(count / stepsPerEpoch),
      stepsPerEpoch,
      training: 500,
      validation: 200,
      test: 1000,
      inputShape: [2],
      classes: undefined,
      metric: "accuracy",
      higherIsBetter: true,
      layers: Array.from({ length: layers }, (_, layer) => `${layer}.${layer % 2 === 0 ? "dense" : "relu"}`),
    },
    steps,
    seconds: steps.map(({ step }) => step * (arm === "a" ? 0.0061 : 0.0078)),
    epochs,
    signals: steps.filter(({ step }) => step % 10 === 1).flatMap(({ step }) => fakeSignals(arm, step, layers)),
    look,
    looks: Array.from({ length: 20 }, (_, i) => Math.round((i * count) / 19)),
    findings: [],
    before: undefined,
    run: undefined,
    computedBy: undefined,
    message: undefined,
  };
}

function fakeSignals(arm: ArmName, step: number, layers: number): Signal[] {
  return Array.from({ length: layers }, (_, layer) => {
    const depth = layer / Math.max(1, layers - 1);
    const std = arm === "a" ? 0.9 * 10 ** (-3 * depth) : 0.9 + 0.2 * Math.sin(layer + step / 20);
    return {
      step,
      epoch: 1,
      layer: `${layer}.${layer % 2 === 0 ? "dense" : "relu"}`,
      mean: 0,
      std: std * (1 + 0.1 * Math.sin(step)),
      gradientStd: (arm === "a" ? 10 ** (-4 + 3 * depth) : 2e-3) * (1 + 0.2 * Math.sin(step + layer)),
      ...(layer % 2 === 1
        ? { dead: arm === "a" ? 0.5 * depth : 0.02, saturated: arm === "a" ? 0.9 * depth : 0.5 }
        : {
            parameters: {
              kernel: {
                norm: 1,
                gradientNorm: 1,
                updateRatio: (arm === "a" ? 1e-5 : 1e-3) * (1 + 0.5 * Math.sin(step)),
              },
            },
          }),
    };
  });
}

function fakeLook(arm: ArmName, step: number, layers: number): Look {
  const sharp = (arm === "a" ? 0.7 : 4) * (0.2 + step / 100);
  const histograms = Array.from({ length: layers }, (_, layer): Histogram => {
    const width = arm === "a" ? 10 ** (-layer / layers) : 1;
    const counts = Array.from({ length: 40 }, (_, i) => Math.round(900 * Math.exp(-(((i - 19.5) / 8) ** 2))));
    return { layer: `${layer}.${layer % 2 === 0 ? "dense" : "relu"}`, low: -3 * width, high: 3 * width, counts };
  });
  const [left, right, bottom, top] = [-1.6, 2.6, -1.2, 1.7];
  const side = 48;
  const plane = (of: (x: number, y: number) => number) =>
    Float32Array.from({ length: side * side }, (_, i) =>
      of(left + ((right - left) * (i % side)) / (side - 1), top - ((top - bottom) * Math.floor(i / side)) / (side - 1)),
    );
  const surface: Surface = {
    side,
    bounds: [left, right, bottom, top],
    output: plane(
      (x, y) => 1 / (1 + Math.exp(sharp * (y - 0.25 - (arm === "a" ? -0.2 * x : 0.7 * Math.sin(3 * x - 0.5))))),
    ),
    units: [1, 2].map((layer) => ({
      layer: `${2 * layer - 1}.relu`,
      outputs: Array.from({ length: 8 }, (_, unit) =>
        plane((x, y) => Math.max(0, Math.cos(unit) * x + Math.sin(unit * layer) * y + 0.3)),
      ),
    })),
  };
  return { step, histograms, surface };
}
