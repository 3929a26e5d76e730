import { describe, expect, test } from "vitest";
import { heNormal } from "./model/initializers/he-normal.ts";
import { dense } from "./model/layers/dense.ts";
import { dropout } from "./model/layers/dropout.ts";
import { relu } from "./model/layers/relu.ts";
import { sequential } from "./model/layers/sequential.ts";
import { adam } from "./optimize/optimizers/adam.ts";
import { chain } from "./optimize/optimizers/chain.ts";
import { exponentialDecay } from "./optimize/schedules/exponential-decay.ts";
import { clipByGlobalNorm } from "./optimize/transforms/clip-by-global-norm.ts";
import { count, optional, positive, unit } from "./options.ts";
import { isInstance } from "./trick/instance.ts";
import { instantiate, readArguments } from "./trick.ts";

const definition = {
  name: "thing",
  summary: "A thing.",
  source: "by definition",
  options: { units: count(undefined), rate: unit(0.5), scale: optional(positive(undefined)) },
};
const read = (...args: unknown[]) => readArguments("thing", definition.options, ["units", "rate"], args);

describe("readArguments", () => {
  test("reads leading options by position, the others by name, and all of them by name", () => {
    const values = { units: 3, rate: 0.25, scale: 2 };
    expect(read(3, 0.25, { scale: 2 })).toEqual(values);
    expect(read(3, { rate: 0.25, scale: 2 })).toEqual(values);
    expect(read(values)).toEqual(values);
  });

  test("keeps what was given by position where its name has no value", () => {
    expect(read(3, { units: undefined, rate: 0.25 }).units).toBe(3);
  });

  test("fills in defaults", () => {
    expect(read(3)).toEqual({ units: 3, rate: 0.5, scale: undefined });
    expect(read(3, undefined)).toEqual({ units: 3, rate: 0.5, scale: undefined });
  });

  test("refuses a missing, a wrong and a surplus argument", () => {
    expect(() => read()).toThrow("thing: expected units, a whole number of at least 1, received none.");
    expect(() => read(0)).toThrow("thing: units: expected a whole number of at least 1, received 0.");
    expect(() => read(3, 0.5, 2)).toThrow("thing: expected options by name, as { … }, received 2.");
    expect(() => read(3, { unit: 4 })).toThrow(
      'thing: expected option units, rate or scale, received "unit". Did you mean units?',
    );
  });

  test("takes another trick by position for a value, not for options by name", () => {
    expect(exponentialDecay(1e-3, { factor: 0.98 }).values).toEqual({ initial: 1e-3, factor: 0.98, unit: "epoch" });
    expect(() => dropout(relu() as unknown as number)).toThrow("dropout: rate: expected a number in [0, 1), received");
  });
});

describe("instantiate", () => {
  const made = instantiate(definition, { units: 3, rate: 0.25, scale: undefined }, { twice: () => 6 });

  test("carries its definition, its values and its methods", () => {
    expect(made.definition).toBe(definition);
    expect([made.name, made.values.units, made.twice()]).toEqual(["thing", 3, 6]);
  });

  test("is known again, and nothing else is", () => {
    expect(isInstance(made)).toBe(true);
    expect(isInstance(dense(3))).toBe(true);
    for (const other of [undefined, null, "thing", {}, dense, { ...made.toJSON() }])
      expect(isInstance(other)).toBe(false);
  });

  test("serializes to its name and options", () => {
    expect(JSON.stringify(made)).toBe('{"name":"thing","units":3,"rate":0.25}');
  });
});

test("writes a whole model and its update as plain JSON", () => {
  const model = sequential([dense(4, { init: heNormal() }), relu(), dropout(0.3), dense(2)]);
  expect(JSON.parse(JSON.stringify(model))).toEqual({
    name: "sequential",
    layers: [
      { name: "dense", units: 4, bias: true, init: { name: "heNormal" } },
      { name: "relu" },
      { name: "dropout", rate: 0.3 },
      { name: "dense", units: 2, bias: true, init: { name: "glorotUniform" } },
    ],
  });
  const update = chain(clipByGlobalNorm(2), adam({ learningRate: exponentialDecay(1e-3) }));
  expect(JSON.parse(JSON.stringify(update))).toEqual({
    name: "chain",
    stages: [
      { name: "clipByGlobalNorm", maxNorm: 2 },
      {
        name: "adam",
        learningRate: { name: "exponentialDecay", initial: 1e-3, factor: 0.98, unit: "epoch" },
        b1: 0.9,
        b2: 0.999,
        eps: 1e-8,
      },
    ],
  });
});
