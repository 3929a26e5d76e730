import { describe, expect, test } from "vitest";
import { conv2d } from "../layers/conv2d.ts";
import { dense } from "../layers/dense.ts";
import { flatten } from "../layers/flatten.ts";
import { graph } from "../layers/graph.ts";
import { relu } from "../layers/relu.ts";
import { sequential } from "../layers/sequential.ts";

const pair = graph(({ input, apply, concat }) =>
  concat(apply(flatten(), input("image", [2, 2, 1])), input("meta", [3])),
);

describe("refuses", () => {
  test.each<[string, () => unknown, string]>([
    ["no nodes", () => graph([]), "graph: nodes: expected a list of nodes"],
    [
      "a node that leads to no output",
      () =>
        graph([
          ["a", dense(2), "input"],
          ["b", dense(3), "input"],
        ]),
      "graph: expected nodes that all lead to an output, received a, whose value is not used.",
    ],
    [
      "an input that is not used",
      () =>
        graph([
          ["x", "input", [1]],
          ["z", "input", [2]],
          ["b", dense(3), "x"],
        ]),
      "received z, whose value is not used",
    ],
    [
      "what comes after the output",
      () =>
        graph(({ input, apply }) => {
          const y = apply(dense(2), input());
          apply(dense(3), y);
          return y;
        }),
      "received 1.dense, whose value is not used",
    ],
    [
      "a name that is unknown",
      () =>
        graph([
          ["hidden", dense(2), "input"],
          ["b", relu(), "hiden"],
        ]),
      'graph: nodes[1]: b: expected node input or hidden, received "hiden". Did you mean hidden?',
    ],
    [
      "a cycle",
      () =>
        graph([
          ["a", "add", ["input", "b"]],
          ["b", dense(2), "a"],
        ]),
      'graph: nodes[0]: a: expected nodes that stand before it, received "b", which comes later. Put each node after',
    ],
    ["a node that takes itself", () => graph([["a", relu(), "a"]]), "received itself"],
    [
      "a name that is taken",
      () =>
        graph([
          ["a", relu(), "input"],
          ["a", relu(), "a"],
        ]),
      'graph: nodes[1]: expected a name that no other node has, received "a".',
    ],
    ["a name with a slash", () => graph([["a/b", relu(), "input"]]), 'expected a name without "/"'],
    ["the name of a merge", () => graph([["add", relu(), "input"]]), 'received "add"'],
    [
      "a layer of two nodes",
      () =>
        graph([
          ["a", relu(), "input"],
          ["b", relu(), ["a", "input"]],
        ]),
      'Merge them first: ["both", "concat", ["a","input"]].',
    ],
    ["a sum of one", () => graph([["a", "add", ["input"]]]), "expected at least two nodes to add, received 1"],
    [
      "an axis that is none",
      () => graph([["a", "concat", ["input", "input"], 2]]).build([3]),
      "graph: a: expected an axis from -1 to 0, of samples [3], received 2.",
    ],
    [
      "an axis of a sum",
      () => graph([["a", "add", ["input", "input"], 0]]),
      "graph: nodes[0]: a: expected no axis: concat alone takes one, received 0.",
    ],
    [
      "an operation that is none",
      () =>
        graph([
          ["a", relu(), "input"],
          ["b", "conct", ["a", "input"]],
        ]),
      'received "conct". Did you mean concat?',
    ],
    ["what is no layer", () => graph([["a", 3 as never, "input"]]), "graph: nodes[0]: a: expected a layer, add,"],
    ["a layer that was not called", () => graph([["a", relu as never, "input"]]), "relu, which was not called"],
    [
      "signals of two shapes",
      () =>
        graph([
          ["a", dense(2), "input"],
          ["b", "add", ["a", "input"]],
        ]).build([3]),
      "graph: b: expected signals of one shape, [2] as the first, received [3]. Bring them to one shape",
    ],
    [
      "images of two sizes",
      () =>
        graph([
          ["a", conv2d(2, 3), "input"],
          ["b", "concat", ["a", "input"]],
        ]).build([5, 5, 1]),
      "graph: b: expected signals like the first, [3, 3, 2], except along axis 2, received [5, 5, 1].",
    ],
    [
      "a gate of another rank",
      () =>
        graph([
          ["a", flatten(), "input"],
          ["b", "multiply", ["input", "a"]],
        ]).build([1, 1, 2]),
      "graph: b: expected signals of one shape, but for extents of 1",
    ],
    [
      "a shared layer for inputs of two shapes",
      () =>
        graph([
          ["a", dense(2), "input"],
          ["b", "a", "a"],
        ]).build([3]),
      "graph: b: expected an input for which a has the same weights: kernel [3, 2], received one for which it is [2, 2].",
    ],
    [
      "a layer that does not fit, by its path",
      () => sequential([graph([["a", sequential([dense(2)]), "input"]])]).build([2, 2]),
      "0.graph/a/0.dense: expected input [batch, features]",
    ],
    [
      "several inputs without shapes",
      () => graph(({ input, add }) => add(input("a"), input("b"))).build([4]),
      'graph: a: expected a shape for each of several inputs, received none. Give it, as in input("a", [8])',
    ],
    [
      "samples of another size than its inputs",
      () => pair.build([8]),
      "graph: inputs: expected samples [7], for image [2, 2, 1], meta [3], received [8].",
    ],
    ["a shape that is none", () => graph(({ input }) => input("a", [0])), "the shape of one sample, such as [8, 8, 1]"],
    [
      "an output that is none",
      () => graph([["a", relu(), "input"]], { outputs: ["b"] }),
      'graph: outputs[0]: expected node input or a, received "b".',
    ],
    [
      "an output twice",
      () => graph([["a", relu(), "input"]], { outputs: ["a", "a"] }),
      "graph: outputs[1]: expected a name that no other output has",
    ],
    ["no output", () => graph(() => undefined as never), "it returns a node, or several by name, received undefined"],
    ["a function of tensors", () => graph((({ input }: never) => [input]) as never), "graph: nodes: expected a list"],
    [
      "a node of another graph",
      () => {
        let stolen: unknown;
        graph(({ input, apply }) => {
          stolen = apply(relu(), input());
          return stolen as never;
        });
        return graph(({ apply }) => apply(relu(), stolen as never));
      },
      "graph: apply: node: expected a node of this graph",
    ],
    [
      "a layer in place of a node",
      () => graph(({ input, add }) => add(input(), relu() as never)),
      "graph: add: expected a node of this graph, received relu(…), a layer. Apply it first: apply(relu(…), input()).",
    ],
    [
      "a node in place of a layer",
      () => graph(({ input, apply }) => apply(input() as never, input())),
      "graph: apply: layer: expected a layer",
    ],
    [
      "a shared layer that is not applied",
      () =>
        graph(({ input, apply, shared }) => {
          shared(dense(3));
          return apply(relu(), input());
        }),
      "graph: shared: expected a layer that is applied, received dense(…), which is not.",
    ],
    [
      "outputs of a function that names them itself",
      () => graph(({ input, apply }) => ({ y: apply(relu(), input()) }), { outputs: ["y"] }),
      "graph: expected outputs once",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
