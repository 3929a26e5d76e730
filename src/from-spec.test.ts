import { describe, expect, test } from "vitest";
import { defineScaling } from "./data/scaling.ts";
import { defineSource } from "./data/source.ts";
import { fromSpec, type Kind } from "./from-spec.ts";
import { sizeOf } from "./graph/shape.ts";
import { defineInitializer } from "./model/initializer.ts";
import { defineLayer } from "./model/layer.ts";
import { defineLoss } from "./model/loss.ts";
import { defineMetric } from "./model/metric.ts";
import { defineOptimizer } from "./optimize/optimizer.ts";
import { defineSchedule } from "./optimize/schedule.ts";
import { defineTransform } from "./optimize/transform.ts";
import { defineCallback } from "./train/callback.ts";
import type { Instance, TrickMaker } from "./trick.ts";

test("refuses a catalogue that there is not", () => {
  expect(() => fromSpec("layer" as "layers", { name: "dense", units: 3 })).toThrow(
    'fromSpec: expected catalogue sources, scalings, layers, initializers, architectures, losses, metrics, optimizers, transforms, schedules or callbacks, received "layer". Did you mean layers?',
  );
  expect(() => fromSpec("toString" as "layers", {})).toThrow("fromSpec: expected catalogue");
});

test("takes no options from a prototype that JSON brings along", () => {
  const spec = JSON.parse('{"name":"dense","units":4,"__proto__":{"bias":false}}');
  expect(() => fromSpec("layers", spec)).toThrow('dense: expected option units, bias or init, received "__proto__".');
});

describe("tricks of your own", () => {
  const about = { summary: "", source: "", options: {} };
  const own: { [K in Kind]: TrickMaker } = {
    sources: defineSource({ name: "none", ...about, load: () => Promise.reject(new Error("none")) }),
    scalings: defineScaling({ name: "halved", ...about, fit: () => ({ subtract: 0, multiply: 0.5 }) }),
    layers: defineLayer({ name: "same", ...about, forward: (x) => x }),
    initializers: defineInitializer({ name: "ones", ...about, draw: ({ shape }) => new Float32Array(sizeOf(shape)) }),
    architectures: defineLayer({ name: "model", ...about, forward: (x) => x }),
    losses: defineLoss({ name: "mean", ...about, targetKind: "values", compute: ({ output }) => output.mean() }),
    metrics: defineMetric({ name: "largest", ...about, higherIsBetter: true, compute: ({ output }) => output.max() }),
    optimizers: defineOptimizer({ name: "still", ...about, update: ({ param }) => ({ param }) }),
    transforms: defineTransform({ name: "as it is", ...about, update: ({ grads }) => ({ grads }) }),
    schedules: defineSchedule({ name: "steady", ...about, at: () => 0.1 }),
    callbacks: defineCallback({ name: "nothing", ...about, start: () => ({}) }),
  };
  const use = Object.values(own);

  test.each(Object.entries(own) as [Kind, TrickMaker][])("are made by their names: %s", (kind, make) => {
    const { name } = make.definition;
    const trick = fromSpec(kind, { name }, { use }) as Instance;
    expect(trick.definition).toBe(make.definition);
    expect(() => fromSpec(kind, { name: "mine" }, { use })).toThrow(`${kind}: expected name `);
  });

  test("are known within others", () => {
    const spec = { name: "chain", stages: [{ name: "as it is" }, { name: "adam", learningRate: { name: "steady" } }] };
    const chain = fromSpec("optimizers", spec, { use });
    expect(JSON.parse(JSON.stringify(chain))).toMatchObject(spec);
  });

  test("are refused where another kind is asked for", () => {
    expect(() => fromSpec("layers", { name: "still" }, { use })).toThrow(
      "layers: expected a layer such as dense(10), received still(…), an optimizer.",
    );
  });
});

test("refuses a description that is deeper than the stack is high", () => {
  const nested = (depth: number): unknown => {
    let spec: unknown = { name: "relu" };
    for (let i = 0; i < depth; i++) spec = { name: "sequential", layers: [spec] };
    return spec;
  };
  expect(fromSpec("layers", nested(40)).name).toBe("sequential");
  expect(() => fromSpec("layers", nested(50_000))).toThrow("at most 100 tricks within one another, received more.");
});
