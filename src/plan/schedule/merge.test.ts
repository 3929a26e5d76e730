import { describe, expect, test } from "vitest";
import type { Buffer, Kernel, MapKernel, ReduceKernel, Term } from "../kernel.ts";
import { merge } from "./merge.ts";

const buffer = (name: string, kind: Buffer["kind"] = "temporary"): Buffer => ({
  name,
  size: 12,
  storage: "float",
  kind,
});
const [x, y, z, a, b, c] = ["x", "y", "z", "a", "b", "c"].map((name) => buffer(name));
const weights = buffer("weights", "variable");

function load(from: Buffer, strides: readonly number[] = [4, 1], offset = 0): Term {
  return { op: "load", view: { buffer: from, offset, strides } };
}

/** to ← f(terms) over [3, 4] */
function map(to: Buffer, ...loads: Term[]): MapKernel {
  const terms: Term[] = [...loads, { op: "exp", args: [0] }];
  const view = { buffer: to, offset: 0, strides: [4, 1] };
  return { kind: "map", extents: [3, 4], terms, stores: [{ term: terms.length - 1, view, accumulate: false }] };
}

/** to ← Σ loads[0] over the first axis of [3, 4] */
function sum(to: Buffer, ...loads: Term[]): ReduceKernel {
  const view = { buffer: to, offset: 0, strides: [0, 1] };
  return {
    kind: "reduce",
    extents: [3, 4],
    reduced: [true, false],
    terms: loads,
    results: [{ op: "sum", term: 0, view }],
  };
}

/** The names that each kernel writes. */
function written(kernels: readonly Kernel[]): string[] {
  return merge(kernels).map((kernel) => {
    if (kernel.kind === "map") return kernel.stores.map(({ view }) => view.buffer.name).join(" ");
    if (kernel.kind === "reduce") return kernel.results.map(({ view }) => view.buffer.name).join(" ");
    return kernel.kind;
  });
}

describe("merge", () => {
  test.each<[string, Kernel[], string[]]>([
    ["maps over the same memory", [map(a, load(x)), map(b, load(x))], ["a b"]],
    ["reductions over the same memory", [sum(a, load(x)), sum(b, load(x), load(y))], ["a b"]],
    [
      "kernels with others between that they do not touch",
      [map(a, load(x)), map(b, load(y)), map(c, load(x))],
      ["a c", "b"],
    ],
    ["all that share", [map(a, load(x)), map(b, load(x)), map(c, load(x))], ["a b c"]],
    ["a reader of what the other stores, right there", [map(a, load(x)), map(b, load(x), load(a))], ["a b"]],
    [
      "it also where another zeroed what it writes to",
      [map(a, load(x)), { kind: "fill", buffer: b }, map(b, load(a))],
      ["fill", "a b"],
    ],
    ["what overwrites the very place that the other reads", [map(a, load(x)), map(x, load(x))], ["a x"]],
  ])("joins %s", (_, kernels, expected) => {
    expect(written(kernels)).toEqual(expected);
  });

  test("joins the place of a maximum to other reductions where each result has a lane of its own, and only there", () => {
    const along = (op: "sum" | "argMax", to: Buffer, reduced: readonly [boolean, boolean]): ReduceKernel => {
      const view = { buffer: to, offset: 0, strides: reduced[1] ? [1, 0] : [0, 1] };
      return { kind: "reduce", extents: [3, 4], reduced, terms: [load(x)], results: [{ op, term: 0, view }] };
    };
    const first: [boolean, boolean] = [true, false];
    const last: [boolean, boolean] = [false, true];
    expect(written([along("sum", a, first), along("argMax", b, first)])).toEqual(["a b"]);
    expect(written([along("sum", a, last), along("argMax", b, last)])).toEqual(["a", "b"]);
    expect(written([along("argMax", a, last), along("argMax", b, last)])).toEqual(["a b"]);
  });

  const index: Term = { op: "index", offset: 0, strides: [1, 0] };
  const picked: Term = {
    op: "load",
    view: {
      buffer: y,
      offset: 0,
      strides: [0, 1],
      rows: { indices: { buffer: a, offset: 0, strides: [1, 0] }, stride: 4, count: 4 },
    },
  };
  test.each<[string, Kernel[]]>([
    ["kernels that share nothing", [map(a, load(x)), map(b, load(y))]],
    ["that share one number alone", [map(a, load(x), load(z, [0, 0])), map(b, load(y), load(z, [0, 0]))]],
    ["that share an index alone", [map(a, load(x), index), map(b, load(y), index)]],
    ["that read the same memory in another order", [map(a, load(x)), map(b, load(x, [1, 3]))]],
    ["that read another part of it", [map(a, load(x)), map(b, load(x, [4, 1], 1))]],
    ["a map and a reduction", [map(a, load(x)), sum(b, load(x))]],
    ["other extents", [map(a, load(x)), { ...map(b, load(x)), extents: [3, 3] }]],
    ["other reduced axes", [sum(a, load(x)), { ...sum(b, load(x)), reduced: [false, true] }]],
    ["a reader of what the other writes elsewhere", [map(a, load(x)), map(b, load(x), load(a, [1, 3]))]],
    ["a reader of the old value of a variable", [map(weights, load(x)), map(b, load(x), load(weights))]],
    ["a reader of rows that the other numbers", [map(a, load(x)), map(b, load(x), picked)]],
    ["a writer of what the other writes", [map(a, load(x)), map(a, load(x))]],
    ["a writer of what the other reads elsewhere", [map(a, load(x), load(x, [1, 3])), map(x, load(x))]],
    ["a reduction that overwrites what the other reads", [sum(a, load(x)), sum(x, load(x))]],
    [
      "sums onto what was there",
      [map(a, load(x)), { ...map(b, load(x)), stores: [{ ...map(b).stores[0], accumulate: true }] }],
    ],
  ])("does not join %s", (_, kernels) => {
    expect(merge(kernels)).toEqual(kernels);
  });

  test.each<[string, Kernel[], string[]]>([
    [
      "what it reads is written on the way",
      [map(a, load(x)), sum(y, load(z)), map(b, load(x), load(y))],
      ["a", "y", "b"],
    ],
    ["what it writes is read on the way", [map(a, load(x)), map(b, load(y)), map(y, load(x))], ["a", "b", "y"]],
    ["what it writes is written on the way", [map(a, load(x)), map(b, load(y)), map(b, load(x))], ["a", "b", "b"]],
  ])("does not move a kernel up where %s", (_, kernels, expected) => {
    expect(written(kernels)).toEqual(expected);
  });

  test("computes shared terms once, and numbers the others anew", () => {
    const [joined] = merge([map(a, load(x), load(y)), map(b, load(z), load(x)), map(c, load(x))]) as MapKernel[];
    expect(joined.terms).toEqual([load(x), load(y), { op: "exp", args: [0] }, load(z), { op: "exp", args: [3] }]);
    expect(joined.stores.map(({ term, view }) => [term, view.buffer.name])).toEqual([
      [2, "a"],
      [4, "b"],
      [2, "c"],
    ]);
    const [one] = merge([
      { ...map(a, load(x), load(y)), terms: [load(x), load(y), { op: "add", args: [0, 1] }] },
      { ...map(b, load(y), load(x)), terms: [load(y), load(x), { op: "sub", args: [0, 1] }] },
    ]) as MapKernel[];
    expect(one.terms).toEqual([load(x), load(y), { op: "add", args: [0, 1] }, { op: "sub", args: [1, 0] }]);
    expect(one.stores.map(({ term, view }) => [term, view.buffer.name])).toEqual([
      [2, "a"],
      [3, "b"],
    ]);
  });

  test("tells constants apart that look alike", () => {
    const limited = (to: Buffer, value: number): MapKernel => ({
      ...map(to, load(x)),
      terms: [load(x), { op: "constant", value }, { op: "maximum", args: [0, 1] }],
      stores: [{ ...map(to).stores[0], term: 2 }],
    });
    const [joined] = merge([limited(a, Infinity), limited(b, -Infinity)]) as MapKernel[];
    expect(joined.terms).toHaveLength(5);
  });

  test("lets no kernel grow without bounds", () => {
    const kernels = Array.from({ length: 200 }, (_, i) => map(buffer(`to ${i}`), load(x), load(buffer(`from ${i}`))));
    for (const kernel of merge(kernels) as MapKernel[]) expect(kernel.terms.length).toBeLessThanOrEqual(150);
    expect(merge(kernels).length).toBeLessThan(5);
  });
});
