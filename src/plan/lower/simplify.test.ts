import { describe, expect, test } from "vitest";
import { type Argument, normals, relativeError } from "../../../test/compare-backends.ts";
import { openDevice } from "../../backend/open.ts";
import { printGraph } from "../../graph/print.ts";
import { createProgram, type Program } from "../../graph/program.ts";
import { withScope } from "../../graph/scope.ts";
import type { Shape } from "../../graph/shape.ts";
import { constant, filled, input, iota, Tensor, variable } from "../../graph/tensor.ts";
import { simplify } from "./simplify.ts";

type Trace = (...tensors: Tensor[]) => Tensor;

function programOf(trace: Trace, shapes: readonly Shape[]): Program {
  return createProgram({ value: trace(...shapes.map((shape, i) => input(`${i}`, shape))) });
}

async function evaluate(program: Program, args: readonly Argument[]) {
  const device = await openDevice({ backend: "reference" });
  const executable = await device.compile(program);
  const feed = Object.fromEntries(args.map(({ data }, i) => [`${i}`, data]));
  const [{ value }] = await executable.run([
    Object.fromEntries(program.inputs.map(({ attributes: { name } }) => [name, feed[name]])),
  ]);
  return value;
}

const primitivesOf = ({ nodes }: Program) => nodes.map(({ primitive }) => primitive);

describe("each law leaves less to do and the same value", () => {
  test.each<[string, readonly Shape[], Trace, string]>([
    ["equal nodes are computed once", [[3]], (x) => x.exp().mul(x.exp()), "input exp mul"],
    ["also where they were made equal", [[3]], (x) => x.add(0).exp().mul(x.mul(1).exp()), "input exp mul"],
    [
      "but not where attributes differ",
      [[2, 2]],
      (x) => x.sum([0], true).add(x.sum([1], true)),
      "input sum sum broadcast broadcast add",
    ],
    ["constants are computed", [[3]], (x) => constant(2).add(1).mul(x), "input constant broadcast mul"],
    [
      "through broadcasts",
      [[3]],
      (x) =>
        filled([3], 2)
          .sqrt()
          .mul(filled([3], 3))
          .mul(x),
      "input constant broadcast mul",
    ],
    ["x + 0", [[3]], (x) => x.add(0), "input"],
    ["0 + x", [[3]], (x) => constant(0).add(x), "input"],
    ["x + x is x · 2", [[3]], (x) => x.add(x), "input constant broadcast mul"],
    ["x − 0", [[3]], (x) => x.sub(0), "input"],
    ["0 − x stays", [[3]], (x) => constant(0).sub(x), "input constant broadcast sub"],
    ["x · 1", [[3]], (x) => x.mul(1), "input"],
    ["1 · x", [[3]], (x) => constant(1).mul(x), "input"],
    ["x · 0 stays, for x may be infinite", [[3]], (x) => x.mul(0), "input constant broadcast mul"],
    ["x / 1", [[3]], (x) => x.div(1), "input"],
    ["−(−x)", [[3]], (x) => x.neg().neg(), "input"],
    ["−(−(−x))", [[3]], (x) => x.neg().neg().neg(), "input neg"],
    ["a condition that always holds", [[3], [3]], (x, y) => constant(2).where(x, y), "input"],
    ["a condition that never holds", [[3], [3]], (x, y) => filled([3], 0).where(x, y), "input"],
    ["a condition that is not a number holds", [[3], [3]], (x, y) => constant(Number.NaN).where(x, y), "input"],
    ["stopGradient", [[3]], (x) => x.stopGradient(), "input"],
    ["a reshape to the same shape", [[3]], (x) => new Tensor("reshape", { shape: [3] }, [x]), "input"],
    ["a reshape of a reshape", [[2, 6]], (x) => x.reshape([3, 4]).reshape([12]), "input reshape"],
    ["a reshape back", [[2, 6]], (x) => x.reshape([3, 4]).reshape([2, 6]), "input"],
    [
      "a reshape of one number everywhere",
      [[6]],
      (x) => filled([2, 3], 5).reshape([6]).mul(x),
      "input constant broadcast mul",
    ],
    ["a broadcast to the same shape", [[3]], (x) => new Tensor("broadcast", { shape: [3] }, [x]), "input"],
    ["a broadcast of a broadcast", [[3]], (x) => x.broadcastTo([2, 3]).broadcastTo([4, 2, 3]), "input broadcast"],
    ["a transpose that moves nothing", [[2, 3]], (x) => x.transpose([0, 1]), "input"],
    ["a sum over axes of extent 1", [[2, 1, 3]], (x) => x.sum([1], true), "input"],
    ["a maximum over no axes", [[2, 3]], (x) => x.max([], true), "input"],
    ["Σ −x is −Σ x", [[2, 3]], (x) => x.neg().sum([0], true), "input sum neg"],
    [
      "what is the same all along a sum comes out of it",
      [[4, 3], [3]],
      (x, y) => x.mul(y).sum([0], true),
      "input input sum broadcast mul",
    ],
    ["what is not stays inside", [[4, 3], [3]], (x, y) => x.mul(y).sum([1], true), "input input broadcast mul sum"],
    ["argMax over an axis of extent 1 stays", [[2, 1]], (x) => x.argMax([1], true), "input argMax"],
    ["x / 4 is x · 0.25", [[3]], (x) => x.div(4), "input constant broadcast mul"],
    ["x / −0.5 is x · −2", [[3]], (x) => x.div(-0.5), "input constant broadcast mul"],
    ["x / 0 stays", [[3]], (x) => x.div(0), "input constant broadcast div"],
    ["x / 3 stays", [[8]], (x) => x.div(3), "input constant broadcast div"],
    [
      "a division by what is spread stays, for reciprocals of small numbers are infinite",
      [[8, 3], [3]],
      (x, y) => x.div(y),
      "input input broadcast div",
    ],
    [
      "a division by something as large stays",
      [
        [8, 3],
        [8, 3],
      ],
      (x, y) => x.div(y),
      "input input div",
    ],
    [
      "a number over a tensor stays",
      [[8, 3], [3]],
      (x, y) => constant(2).div(y).mul(x),
      "input input constant broadcast div broadcast mul",
    ],
    ["laws that open others", [[3]], (x) => x.mul(constant(2).sub(1)).add(constant(0).mul(3)).neg().neg(), "input"],
  ])("%s", async (_, shapes, trace, expected) => {
    const args = shapes.map((shape, i) => normals(shape, i));
    const program = programOf(trace, shapes);
    const simplified = simplify(program);
    expect(primitivesOf(simplified).toSorted()).toEqual(expected.split(" ").toSorted());
    expect(simplified.outputs.value.shape).toEqual(program.outputs.value.shape);
    const [before, after] = [await evaluate(program, args), await evaluate(simplified, args)];
    expect(relativeError(after, Float64Array.from(before))).toBeLessThan(1e-15);
  });
});

describe("simplify", () => {
  test("keeps numbers apart that look alike", () => {
    const values = [Number.NaN, Infinity, -Infinity, 0, -0];
    const outputs = Object.fromEntries(values.map((value, i) => [`${i}`, constant(value)]));
    const simplified = simplify(createProgram(outputs));
    expect(values.map((_, i) => simplified.outputs[`${i}`].attributes)).toEqual(values.map((value) => ({ value })));
  });

  test("keeps masks of different streams and indices along different axes apart", () => {
    const key = input("key", [3], "uint32");
    const masks = [1, 1, 2].map((stream) => new Tensor("random", { shape: [2, 2], stream }, [key]));
    const sum = masks[0]
      .add(masks[1])
      .add(masks[2])
      .add(iota([2, 2], 0))
      .add(iota([2, 2], 1));
    const primitives = primitivesOf(simplify(createProgram({ sum })));
    expect(primitives.filter((primitive) => primitive === "random")).toHaveLength(2);
    expect(primitives.filter((primitive) => primitive === "iota")).toHaveLength(2);
  });

  test("takes two leaves of one name for one", () => {
    const sum = input("x", [2])
      .mul(input("x", [2]))
      .mul(variable("x", [2]));
    expect(primitivesOf(simplify(createProgram({ sum }))).toSorted()).toEqual(["input", "mul", "mul", "variable"]);
  });

  test("carries updates over", () => {
    const w = variable("w", [3]);
    const v = variable("v", [3]);
    const program = createProgram({ w: w.add(0) }, [
      { variable: w, value: w.mul(1).sub(v.div(2)) },
      { variable: v, value: w.add(0) },
    ]);
    const simplified = simplify(program);
    expect(simplified.updates.map(({ variable, value }) => [variable.attributes.name, value.primitive])).toEqual([
      ["w", "sub"],
      ["v", "variable"],
    ]);
    expect(simplified.outputs.w).toBe(simplified.updates[0].variable);
  });

  test("changes nothing the second time", () => {
    const x = input("x", [8, 3]);
    const program = createProgram({
      y: x
        .softmax()
        .div(3)
        .add(x.mean([0]).exp()),
      z: x.sub(x.mean()).square().mean(),
    });
    const once = simplify(program);
    expect(printGraph(simplify(once))).toBe(printGraph(once));
    expect(once.nodes.length).toBeLessThan(program.nodes.length);
  });

  test("keeps the scope of what it rewrites", () => {
    const x = input("x", [8, 3]);
    const y = withScope("dense", () =>
      x
        .add(0)
        .exp()
        .div(x.sum([0])),
    );
    const scopes = simplify(createProgram({ y })).nodes.filter(({ primitive }) => primitive !== "input");
    expect(scopes.map(({ scope }) => scope)).toEqual(scopes.map(() => "dense"));
  });
});
