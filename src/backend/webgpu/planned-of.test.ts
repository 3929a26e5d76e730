import { expect, test } from "vitest";
import { shiftedMap as map, temporary } from "../../../test/shifted-map.ts";
import type { Kernel } from "../../plan/kernel.ts";
import { plannedOf } from "./planned-of.ts";

const buffer = (name: string, size = 100) => temporary(name, size);

const names = (phases: Kernel[][]) =>
  plannedOf(phases).map(({ shaders }) => shaders.map(({ arguments: views }) => views.at(-1)?.buffer.name).join(" "));

const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => buffer(name));
const long = buffer("long", 10_000);

test("kernels of a phase with the same text are one dispatch, whatever their lengths", () => {
  expect(names([[map(a, b), map(a, c, 2), map(a, long), map(a, d)]])).toEqual(["b long d", "c"]);
});

test("kernels of different phases are not", () => {
  expect(names([[map(a, b)], [map(a, c)]])).toEqual(["b", "c"]);
});

test("what has nothing to do is left out", () => {
  expect(plannedOf([[map(a, buffer("none", 0))], [{ kind: "fill", buffer: buffer("empty", 0) }]])).toEqual([]);
});

test("where more shaders than fit are equal, there are several dispatches", () => {
  const many = Array.from({ length: 300 }, (_, i) => map(a, buffer(`${i}`)));
  expect(plannedOf([many]).map(({ shaders }) => shaders.length)).toEqual([256, 44]);
});
