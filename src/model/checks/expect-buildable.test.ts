import { expect, test } from "vitest";
import type { Layer } from "../layer.ts";
import { dense } from "../layers/dense.ts";
import { graph } from "../layers/graph.ts";
import { relu } from "../layers/relu.ts";
import { repeat } from "../layers/repeat.ts";
import { sequential } from "../layers/sequential.ts";
import { expectBuildable } from "./expect-buildable.ts";

/** A layer that uses another one twice, with one set of weights. */
const twice = (layer: Layer) =>
  graph([
    ["a", layer, "input"],
    ["b", "a", "a"],
  ]);

/** A layer in graphs in graphs: it is computed 2^depth times. */
const doubled = (depth: number): Layer => (depth === 0 ? dense(2) : twice(doubled(depth - 1)));

test("a layer that graphs in graphs use again and again is counted at each use, before any is built", () => {
  expect(() => doubled(13).build([2])).not.toThrow();
  expect(() => doubled(40).build([2])).toThrow(
    "graph: expected at most 10,000 layers in all, received 1,100,000,000,000. Use layers again fewer times.",
  );
});

test("layers side by side, repeated and used again add up", () => {
  expect(() => expectBuildable("here", [sequential([doubled(13), relu()])])).not.toThrow();
  expect(() => expectBuildable("here", [sequential([doubled(13), doubled(12)])])).toThrow("here: expected at most");
  expect(() => twice(repeat(1000, [relu(), relu(), dense(2), relu(), relu(), relu()])).build([2])).toThrow(
    "received 12,000",
  );
});
