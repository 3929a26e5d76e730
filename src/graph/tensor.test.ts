import { describe, expect, test } from "vitest";
import { gradients } from "../autodiff/backward.ts";
import { printGraph } from "./print.ts";
import { createProgram, verifyProgram } from "./program.ts";
import { withScope } from "./scope.ts";
import { constant, filled, input, iota, lerp, sumOf, type Tensor, variable } from "./tensor.ts";

const a = input("a", [2, 3]);
const image = input("image", [1, 5, 5, 2]);

describe("shapes", () => {
  test.each<[string, Tensor, readonly number[]]>([
    ["numbers broadcast", a.add(1), [2, 3]],
    ["shapes align at the last dimension", a.mul(input("b", [3])), [2, 3]],
    ["extents of 1 broadcast on both sides", input("c", [2, 1]).add(input("d", [1, 4])), [2, 4]],
    ["extents of 0 stay", input("e", [0, 3]).add(input("b", [3])), [0, 3]],
    ["where broadcasts all three", input("f", [3]).where(a, 0), [2, 3]],
    ["a sum over everything is one number", a.sum(), []],
    ["a sum may keep its axis", a.sum(-1, true), [2, 1]],
    ["a mean over an axis", a.mean(0), [3]],
    ["−1 in reshape is what is left", a.reshape([3, -1]), [3, 2]],
    ["transpose reverses", input("g", [2, 3, 4]).transpose(), [4, 3, 2]],
    ["pad with zeros between", a.pad([1, 0], [0, 1], [0, 2]), [3, 8]],
    ["windows", image.window([2, 3], [1, 2]), [1, 4, 2, 2, 3, 2]],
    ["rows of a table", a.gather(input("at", [4])), [4, 3]],
    ["convolution", image.conv2d(input("k", [3, 3, 1, 4]), { stride: [2, 1], groups: 2 }), [1, 2, 3, 4]],
    ["products of matrices side by side", input("h", [5, 2, 3]).matmul(input("i", [5, 3, 4])), [5, 2, 4]],
  ])("%s", (_, tensor, shape) => {
    expect(tensor.shape).toEqual(shape);
  });
});

describe("what does not fit is refused at once, in words", () => {
  test.each<[string, () => unknown, string]>([
    [
      "add",
      () => a.add(input("b", [4])),
      "add: expected shapes that broadcast to one another, received [2, 3] and [4].",
    ],
    ["matmul", () => a.matmul(a), "graph: expected […, m, k] × […, k, n], received [2, 3] × [2, 3]."],
    ["reshape", () => a.reshape([4]), "graph: expected 4 numbers for [4], received [2, 3]."],
    ["transpose", () => a.transpose([0, 0]), "graph: expected an order of the 2 axes, received [0, 0]."],
    ["broadcast", () => a.broadcastTo([2, 4]), "graph: expected a shape that broadcasts to [2, 4], received [2, 3]."],
    ["sum", () => a.sum(2), "graph: expected axes between 0 and 1, received 2."],
    [
      "slice",
      () => a.slice([0, 2], [2, 2]),
      "graph: expected a slice within [2, 3], received start [0,2], size [2,2], step [1,1].",
    ],
    ["window", () => image.window([6, 1], [1, 1]), "graph: expected a height of at least 6, received [1, 5, 5, 2]."],
    [
      "conv2d",
      () => image.conv2d(input("k", [3, 3, 3, 4])),
      "graph: expected 3 channels in and a multiple of 1 out, received images [1, 5, 5, 2] and a kernel [3, 3, 3, 4].",
    ],
    [
      "gradients",
      () => gradients(a, [a]),
      "gradients: expected a single number to differentiate, or a cotangent of the output's shape, " +
        "received an output of shape [2, 3]. Reduce the output with mean() or sum().",
    ],
  ])("%s", (_, record, message) => {
    expect(record).toThrow(message);
  });

  test("in a layer, the layer is named", () => {
    expect(() => withScope("2.dense", () => a.matmul(a))).toThrow(/^2\.dense: expected/);
  });
});

describe("programs", () => {
  const w = variable("w", [3]);

  test("have their nodes in order, and their leaves by name", () => {
    const { nodes, inputs, variables } = createProgram({ y: a.mul(w) }, [{ variable: w, value: w.add(1) }]);
    expect(nodes.map(({ id }) => id)).toEqual(nodes.map(({ id }) => id).sort((x, y) => x - y));
    expect(inputs.map(({ attributes }) => attributes.name)).toEqual(["a"]);
    expect(variables.map(({ attributes }) => attributes.name)).toEqual(["w"]);
  });

  test.each<[string, () => unknown, string]>([
    [
      "two shapes of one input",
      () => createProgram({ x: a.sum().add(input("a", [4]).sum()) }),
      'program: expected one shape for input "a", received [2, 3] and [4].',
    ],
    [
      "two updates of one variable",
      () =>
        createProgram(
          {},
          [0, 1].map((value) => ({ variable: w, value: filled([3], value) })),
        ),
      'program: expected one update of "w", received two.',
    ],
    [
      "an update of another shape",
      () => createProgram({}, [{ variable: w, value: constant(0) }]),
      'program: expected an update of "w" with shape [3], received [].',
    ],
    [
      "an output that is not computed",
      () =>
        verifyProgram({ nodes: [], inputs: [], variables: [], outputs: { a }, updates: [], probes: new Set<string>() }),
      'program: expected output "a" among the nodes, received none.',
    ],
    [
      "a result before its operand",
      () => {
        const sum = a.sum();
        verifyProgram({
          nodes: [sum, ...sum.operands],
          inputs: [],
          variables: [],
          outputs: {},
          updates: [],
          probes: new Set<string>(),
        });
      },
      "",
    ],
  ])("refuse %s", (_, make, message) => {
    expect(make).toThrow(message === "" ? /^program: expected operands before node \d+/ : message);
  });

  test("print as stable text", () => {
    const loss = withScope("loss", () => a.sub(w).square().mean());
    const [gradient] = withScope("gradient", () => gradients(loss, [w]));
    const program = createProgram({ loss }, [{ variable: w, value: lerp(w, gradient.neg(), 0.5) }]);
    expect(`\n${printGraph(program)}\n`).toMatchInlineSnapshot(`
      "
      %0 [2, 3] = input(name a, storage float)
      %1 [3] = variable(name w, storage float)
      %2 [2, 3] = broadcast(%1)  # loss
      %3 [2, 3] = sub(%0, %2)  # loss
      %4 [2, 3] = mul(%3, %3)  # loss
      %5 [1, 1] = sum(%4, axes [0, 1])  # loss
      %6 [] = reshape(%5)  # loss
      %7 [] = constant(value 6)  # loss
      %8 [] = div(%6, %7)  # loss
      %9 [] = constant(value 1)  # gradient
      %10 [] = div(%9, %7)  # loss
      %11 [1, 1] = reshape(%10)  # loss
      %12 [2, 3] = broadcast(%11)  # loss
      %13 [2, 3] = mul(%12, %3)  # loss
      %14 [2, 3] = mul(%12, %3)  # loss
      %15 [2, 3] = add(%13, %14)  # loss
      %16 [2, 3] = neg(%15)  # loss
      %17 [1, 3] = sum(%16, axes [0])  # loss
      %18 [3] = reshape(%17)  # loss
      %19 [3] = neg(%18)
      %20 [3] = sub(%19, %1)
      %21 [] = constant(value 0.5)
      %22 [3] = broadcast(%21)
      %23 [3] = mul(%20, %22)
      %24 [3] = add(%1, %23)
      output loss = %8
      update w ← %24
      "
    `);
  });
});

test("sumOf adds in order, iota counts along its axis", () => {
  expect(printGraph(createProgram({ y: sumOf([iota([2, 2], 0), iota([2, 2], 1)]) }))).toMatchInlineSnapshot(`
    "%0 [2, 2] = iota(axis 0)
    %1 [2, 2] = iota(axis 1)
    %2 [2, 2] = add(%0, %1)
    output y = %2"
  `);
});
