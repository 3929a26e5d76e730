import { inspect } from "node:util";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { constant } from "../model/initializers/constant.ts";
import { glorotUniform } from "../model/initializers/glorot-uniform.ts";
import { heNormal } from "../model/initializers/he-normal.ts";
import { defineLayer, type Layer } from "../model/layer.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { chain } from "../optimize/optimizers/chain.ts";
import { clipByGlobalNorm } from "../optimize/transforms/clip-by-global-norm.ts";
import { custom, optional } from "../options.ts";
import { numberText } from "../trick/number-text.ts";
import type { Instance } from "../trick.ts";
import { toExpression } from "./to-expression.ts";

describe("a trick is written as one would write it", () => {
  test.each<[string, Instance]>([
    ["dense(3)", dense(3)],
    ["dense(3)", dense({ units: 3, bias: true, init: glorotUniform() })],
    ["dense(3, { bias: false, init: heNormal() })", dense(3, { init: heNormal(), bias: false })],
    ['conv2d(8, 5, { padding: "same" })', conv2d({ filters: 8, kernelSize: 5, padding: "same" })],
    ["conv2d(8, { stride: 2 })", conv2d(8, 3, { stride: 2 })],
    ["sequential([dense(64), relu()])", sequential([dense(64), relu()])],
    [
      "chain(clipByGlobalNorm(2), adam({ learningRate: 1e-4 }))",
      chain(clipByGlobalNorm(2), adam({ learningRate: 1e-4 })),
    ],
    ["chain()", chain()],
  ])("%s", (text, trick) => {
    expect(toExpression(trick)).toBe(text);
    expect(inspect(trick)).toBe(text);
  });

  test("numbers are as short as they can be, and exact", () => {
    const numbers: [number, string][] = [
      [0, "0"],
      [-0, "0"],
      [0.1, "0.1"],
      [0.001, "1e-3"],
      [0.0025, "0.0025"],
      [-1e-7, "-1e-7"],
      [60000, "60000"],
      [1e6, "1e6"],
      [1_234_567, "1234567"],
      [1e21, "1e21"],
      [1.5e300, "1.5e300"],
      [Math.PI, "3.141592653589793"],
    ];
    for (const [number, text] of numbers) expect(numberText(number)).toBe(text);
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (x) => void expect(Number(numberText(x))).toBe(x + 0),
      ),
    );
  });
});

describe("options of your own", () => {
  const anything = defineLayer({
    name: "mine",
    summary: "",
    source: "",
    options: {
      value: optional(custom(v.unknown(), undefined, "anything")),
      inner: optional(custom(v.unknown(), undefined, "anything")),
    },
    positional: ["value", "inner"],
    forward: (x) => x,
  });
  const mine = anything as unknown as (value?: unknown, inner?: unknown) => Layer;

  test("that are objects are written by name, as by place they would be options", () => {
    expect(toExpression(anything({ value: { a: 1, "b c": [undefined, null] }, inner: {} } as object))).toBe(
      'mine({ value: { a: 1, "b c": [undefined, null] }, inner: {} })',
    );
  });

  test("that follow one left out are written by name", () => {
    expect(toExpression(mine(undefined, constant(2)))).toBe("mine({ inner: constant(2) })");
  });

  test.each<[string, unknown, string]>([
    ["a function", () => 0, "received a function"],
    ["a typed array", Float32Array.of(1, 2), "received Float32Array of 2"],
    ["a number that is not finite", Number.NaN, "received NaN"],
    ["a map", new Map(), "received a value of Map"],
  ])("that are %s are refused", (_, value, message) => {
    expect(() => toExpression(sequential([mine([value])]))).toThrow(
      /^toExpression: mine: value\[0\]: expected what an expression can say: numbers, texts, /,
    );
    expect(() => toExpression(mine([value]))).toThrow(message);
    expect(inspect(mine([value]))).toMatch(/^mine\(\[.+\]\)$/); // but shown
  });

  test("that never end are refused", () => {
    let deep: Layer = relu();
    for (let i = 0; i < 10_000; i++) deep = sequential([deep]);
    expect(() => toExpression(deep)).toThrow("lists, options and tricks, not too deep");
    expect(inspect(deep).length).toBeLessThan(10_000);
  });
});

test("refuses what is no trick with its options", () => {
  const to = toExpression as (trick: unknown) => string;
  expect(() => to(adam)).toThrow(
    "toExpression: expected a trick with its options, such as adam(), received adam, which was not called.",
  );
  expect(() => to({ name: "adam" })).toThrow("toExpression: expected a trick with its options");
});
