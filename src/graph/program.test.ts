import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import { createProgram, type Program, verifyProgram } from "./program.ts";
import { input, variable } from "./tensor.ts";

const x = input("x", [2, 3]);
const w = variable("w", [3]);

describe("createProgram", () => {
  test("collects what the outputs and updates depend on, operands first", () => {
    const unused = x.exp();
    const y = x.mul(w);
    const program = createProgram({ y, again: y }, [{ variable: w, value: y.sum([0]) }]);
    expect(program.inputs).toEqual([x]);
    expect(program.variables).toEqual([w]);
    expect(program.nodes).not.toContain(unused);
    for (const node of program.nodes)
      for (const operand of node.operands)
        expect(program.nodes.indexOf(operand)).toBeLessThan(program.nodes.indexOf(node));
    expect(new Set(program.nodes).size).toBe(program.nodes.length);
  });

  test("takes leaves of one name for one", () => {
    const again = input("x", [2, 3]);
    const { inputs, variables } = createProgram({ y: x.add(again).add(variable("x", [3])) });
    expect(inputs).toEqual([x]);
    expect(variables.map(({ attributes }) => attributes.name)).toEqual(["x"]);
  });

  test("has a variable that is only updated", () => {
    expect(createProgram({}, [{ variable: w, value: x.sum([0]) }]).variables).toEqual([w]);
  });

  test.each<[string, () => unknown, string]>([
    [
      "inputs of one name and two shapes",
      () => createProgram({ y: x.add(input("x", [3])) }),
      'program: expected one shape for input "x", received [2, 3] and [3].',
    ],
    [
      "variables of one name and two shapes",
      () => createProgram({ y: w.add(variable("w", [1])) }),
      'program: expected one shape for variable "w", received [3] and [1].',
    ],
    [
      "leaves of one name that are stored in two ways",
      () => createProgram({ y: x.add(input("x", [2, 3], "uint8")) }),
      'program: expected one shape for input "x"',
    ],
    [
      "two updates of one variable",
      () =>
        createProgram(
          {},
          [w, variable("w", [3])].map((variable) => ({ variable, value: w.add(1) })),
        ),
      'program: expected one update of "w", received two.',
    ],
    [
      "an update of another shape",
      () => createProgram({}, [{ variable: w, value: x }]),
      'program: expected an update of "w" with shape [3], received [2, 3].',
    ],
  ])("refuses %s", (_, make, message) => {
    expect(make).toThrow(EvenkeelError);
    expect(make).toThrow(message);
  });
});

describe("verifyProgram", () => {
  const y = x.exp();
  const program: Program = { ...createProgram({ y }), nodes: [x, y] };

  test("accepts what createProgram makes", () => {
    expect(() => verifyProgram(program)).not.toThrow();
  });

  test.each<[string, Partial<Program>, string]>([
    [
      "a node before its operand",
      { nodes: [y, x] },
      `program: expected operands before node ${y.id}, received operand ${x.id} after it.`,
    ],
    ["a node without its operand", { nodes: [y] }, `program: expected operands before node ${y.id}`],
    [
      "an output that is no node",
      { outputs: { z: x.log() } },
      'program: expected output "z" among the nodes, received none.',
    ],
  ])("refuses %s", (_, change, message) => {
    expect(() => verifyProgram({ ...program, ...change })).toThrow(message);
  });
});
