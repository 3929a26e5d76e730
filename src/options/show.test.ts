import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filled } from "../graph/tensor.ts";
import { dense } from "../model/layers/dense.ts";
import { show } from "./show.ts";

const cyclic: Record<string, unknown> = { a: 1 };
cyclic.self = cyclic;
const thrower = {
  get units(): number {
    throw new Error("not to be read");
  },
};

describe("show", () => {
  test.each([
    ["text", '"text"'],
    [1.5, "1.5"],
    [Number.NaN, "NaN"],
    [undefined, "undefined"],
    [null, "null"],
    [10n, "10n"],
    [Symbol("s"), "Symbol(s)"],
    [() => 1, "a function"],
    [dense, "the function dense"],
    [Promise.resolve(1), "a promise"],
    [new Float32Array(3), "Float32Array of 3"],
    [[1, 2], "[1,2]"],
    [{ a: 1, b: undefined, c: [true, { d: "e" }] }, '{"a":1,"c":[true,{"d":"e"}]}'],
    [dense(3, { bias: false }), '{"name":"dense","units":3,"bias":false,"init":{"name":"glorotUniform"}}'],
    [[1n, [Number.NaN]], "[1n,[NaN]]"],
    [new Map([[1, 2]]), "a value of Map"],
    [filled([2], 1), "a value of Tensor"],
    [thrower, "an object that cannot be read"],
    [
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("no");
          },
        },
      ),
      "an object that cannot be read",
    ],
    ["x".repeat(100), `"${"x".repeat(100)}"`],
  ])("%#", (value, text) => expect(show(value)).toBe(text));

  test("cuts what is long", () => {
    const text = show(Array.from({ length: 100 }, (_, i) => i));
    expect(text).toHaveLength(78);
    expect(text.endsWith("…")).toBe(true);
    expect(show("x".repeat(1_000_000)).length).toBeLessThan(300);
  });

  test("has an end for what has none", () => expect(show(cyclic).length).toBeLessThanOrEqual(80));

  test("is short and no error, whatever it is given", () => {
    const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true, withMap: true });
    fc.assert(fc.property(anything, (value) => show(value).length < 300));
  });
});
