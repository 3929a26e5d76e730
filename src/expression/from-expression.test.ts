import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import { dense } from "../model/layers/dense.ts";
import { defineOptimizer } from "../optimize/optimizer.ts";
import { defineSchedule } from "../optimize/schedule.ts";
import { count } from "../options.ts";
import type { Kind } from "../trick/kinds.ts";
import type { Instance } from "../trick.ts";
import { fromExpression } from "./from-expression.ts";

const specOf = (trick: Instance) => JSON.parse(JSON.stringify(trick));
const spec = (kind: Kind, text: string) => specOf(fromExpression(kind, text));
const failure = (kind: Kind, text: string, options = {}): EvenkeelError => {
  try {
    fromExpression(kind, text, options);
  } catch (error) {
    if (error instanceof EvenkeelError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
};

describe("an expression is read as TypeScript reads it", () => {
  test("with options by place, by name, and tricks within tricks", () => {
    const text = `sequential([
      flatten(),               // [784]
      dense(64, { init: heNormal(), 'bias': false, }),
      /* a third of the units */ dropout(.3),
      residual(dense(64), { shortcut: "identity" }),
    ])`;
    expect(spec("layers", text).layers).toEqual([
      { name: "flatten" },
      { name: "dense", units: 64, bias: false, init: { name: "heNormal" } },
      { name: "dropout", rate: 0.3 },
      { name: "residual", block: specOf(dense(64)), shortcut: "identity" },
    ]);
  });

  test("with schedules in optimizers in chains", () => {
    const text = "chain(clipByGlobalNorm(2), adamw({ learningRate: warmup(100, cosineDecay(1e-3, { span: 20 })) }))";
    const [clip, { name, learningRate }] = spec("optimizers", text).stages;
    expect(clip).toEqual({ name: "clipByGlobalNorm", maxNorm: 2 });
    expect(name).toBe("adamw");
    expect(learningRate).toMatchObject({ name: "warmup", length: 100, schedule: { initial: 1e-3, span: 20 } });
  });

  test.each([
    ["a bare name is a call", "adam", "adam()"],
    ["also within", "lookahead(adam)", "lookahead(adam())"],
    ["undefined is left out", "adam({ learningRate: undefined })", "adam()"],
    ["undefined by place", "lookahead(adam(), undefined)", "lookahead(adam())"],
    ["commas may trail", "chain(l2(0.1,), adam({ b1: 0.5, },),)", "chain(l2(0.1), adam({ b1: 0.5 }))"],
    ["former names of tricks", 'groups([["*", adam()]])', 'partition([["*", adam()]])'],
    ["options of the stages by name", "chain({ stages: [adam()] })", "chain(adam())"],
    ["constants of Math", "l2(Math.PI)", "l2(3.141592653589793)"],
  ])("%s", (_, text, same) => {
    const [kind] = (["transforms", "optimizers"] as const).filter(
      (one) => text.startsWith("l2") === (one === "transforms"),
    );
    expect(spec(kind, text)).toEqual(spec(kind, same));
  });

  test.each([
    ["1_000", 1000],
    ["0x1F", 31],
    ["0b101", 5],
    ["0o17", 15],
    ["1e3", 1000],
    ["5.", 5],
    ["+7", 7],
    ["12.0E+1", 120],
  ])("the number %s", (text, units) => {
    expect(spec("layers", `dense(${text})`).units).toBe(units);
  });

  test("a model is a layer, and a loss serves as a metric", () => {
    expect(spec("layers", "sequential([mlp({ hidden: [8] })])").layers[0].name).toBe("sequential");
    expect(spec("architectures", "dense(3)").name).toBe("dense");
    expect(spec("metrics", "meanSquaredError()").name).toBe("meanSquaredError");
  });

  test("your own tricks are known by their names", () => {
    const steady = defineSchedule({ name: "steady", summary: "", source: "", options: {}, at: () => 0.1 });
    const mine = defineOptimizer({
      name: "adam", // in place of the catalogue's
      summary: "",
      source: "",
      options: { rate: count(1) },
      update: ({ param }) => ({ param }),
    });
    const text = "chain(adam({ rate: steady }))";
    expect(specOf(fromExpression("optimizers", text, { use: [steady, mine] }))).toEqual({
      name: "chain",
      stages: [{ name: "adam", rate: { name: "steady" } }],
    });
    expect(failure("layers", "sequential([adam()])", { use: [mine] }).message).toContain(
      "column 13: expected a layer such as dense(10), received adam(…), an optimizer.",
    );
    expect(failure("optimizers", "adam({ learningRate: stead })", { use: [steady] }).facts.fix).toBe(
      "Did you mean steady?",
    );
  });
});

describe("a mistake is shown at its place", () => {
  test("with the line, and a caret under each character", () => {
    const text = "chain(\n  clipByGlobalNorm(1),\n\tadam({ learningrate: 1e-3 }))";
    expect(failure("optimizers", text, { where: "--optimizer" }).message).toBe(
      '--optimizer, line 3, column 9: adam: expected option learningRate, b1, b2 or eps, received "learningrate". ' +
        "Did you mean learningRate?\n" +
        "   adam({ learningrate: 1e-3 }))\n" +
        "          ^^^^^^^^^^^^",
    );
  });

  test("of a long line, the part around it", () => {
    const text = `sequential([${"relu(), ".repeat(100)}dens(3), ${"relu(), ".repeat(100)}])`;
    const [sentence, line, carets] = failure("layers", text).message.split("\n");
    expect(sentence).toMatch(/^layers, line 1, column 813: expected name .*Did you mean dense\?$/);
    expect(line.length).toBeLessThan(110);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("dens");
  });

  test.each<[string, Kind, string, string, string]>([
    // What it is, its kind, the text, what the carets mark, what the message says.
    ["an unknown trick", "schedules", "cosinDecay(1)", "cosinDecay", "Did you mean cosineDecay?"],
    [
      "a trick of another kind",
      "layers",
      "adam()",
      "adam",
      "expected a layer such as dense(10), received adam(…), an optimizer.",
    ],
    ["a transform alone", "optimizers", "l2(1)", "l2", "Put it before an optimizer: chain(l2(…), adam())."],
    [
      "a value out of range",
      "optimizers",
      "adam({ b1: 2 })",
      "2",
      "adam: b1: expected a number in [0, 1), or a schedule, received 2.",
    ],
    [
      "one by place",
      "layers",
      "sequential([relu(), dense(-3)])",
      "-3",
      "dense: units: expected a whole number of at least 1, received -3.",
    ],
    [
      "one of a list",
      "layers",
      "sequential([relu(), 3])",
      "3",
      "sequential: layers[1]: expected a layer such as dense(10), received 3.",
    ],
    [
      "one of a list in a list",
      "optimizers",
      "partition([['*', 0.1]])",
      "0.1",
      "partition: groups[0][1]: expected an optimizer",
    ],
    ["one of a model", "architectures", "resnet({ depth: 9 })", "9", "resnet: depth: expected a whole number 6n + 2"],
    ["one too many", "optimizers", "adam(0.1)", "0.1", "Write adam({ learningRate: 0.1 })."],
    ["one given twice", "layers", "dense(3, { units: 4 })", "units", "dense: expected units once, received 3 and 4."],
    ["a key twice", "layers", "dense(3, { bias: true, 'bias': true })", "'bias'", "expected bias once"],
    ["a key of a prototype", "layers", 'dense(3, { "__proto__": 1 })', '"__proto__"', 'received "__proto__".'],
    [
      "a trick that there is not for a number",
      "layers",
      "dense(units)",
      "units",
      'expected a whole number of at least 1, received "units".',
    ],
    [
      "a trick for a number",
      "layers",
      "dense(relu())",
      "relu()",
      "dense: units: expected a whole number of at least 1",
    ],
    [
      "a text without quotation marks",
      "layers",
      "conv2d(8, 3, { padding: same })",
      "same",
      'Write it in quotation marks: "same".',
    ],
    ["a value of another language", "layers", "dense(3, { bias: True })", "True", "Did you mean true?"],
    [
      "an option that is missing",
      "layers",
      "dense({ bias: true })",
      "dense",
      "dense: expected units, a whole number of at least 1, received none.",
    ],
    ["a list of stages", "optimizers", "chain([adam()])", "chain", "Write chain(a, b), without brackets."],
    ["an order that has no effect", "optimizers", "chain(adam(), l2(1))", "chain", "Put l2 before the optimizer."],
    ["a list in the place of a model", "layers", "[dense(3)]", "[dense(3)]", "Put them into one: sequential([…])."],
    [
      "JSON",
      "layers",
      '{"name":"dense","units":3}',
      '{"name":"dense","units":3}',
      "received its JSON. Write dense({ … }).",
    ],
    ["JSON within", "layers", 'dense(3, { init: {"name":"zeros"} })', '{"name":"zeros"}', "Write zeros({ … })."],
    ["a name in quotation marks", "layers", '"mlp"', '"mlp"', "Write mlp(…), without quotation marks."],
    ["a number alone", "schedules", "0.1", "0.1", "expected a schedule such as exponentialDecay(1e-3), received 0.1."],
    ["nothing", "layers", "", "", "expected an expression such as adam(), received an empty text."],
    [
      "an open bracket",
      "layers",
      "sequential([relu()",
      "",
      "expected , or ], received nothing more. Close the [ of line 1, column 12.",
    ],
    ["a wrong bracket", "layers", "sequential([relu())", ")", "expected , or ], received )."],
    ["more behind the end", "layers", "relu() tanh()", "tanh", "expected the end of the expression, received tanh."],
    ["a stray comma", "layers", "sequential([relu(),, tanh()])", ",", "expected a value"],
    [
      "an open text",
      "layers",
      "conv2d(8, { padding: 'same })",
      "'",
      "expected a ' at the end of the text, in the same line",
    ],
    [
      "an unknown escape",
      "layers",
      String.raw`conv2d(8, { padding: "\q" })`,
      String.raw`"\q"`,
      "expected a text whose backslashes",
    ],
    ["a key without a value", "layers", "dense({ units })", "}", "expected : and the value of units, received }."],
    ["a key that is no name", "layers", "dense({ 3: 4 })", "3", "expected the name of an option, received 3."],
    [
      "a number that overflows",
      "layers",
      "dense(1e999)",
      "1e999",
      "expected a number of at most 1.797e308, received 1e999.",
    ],
    ["a number that is none", "layers", "dense(NaN)", "NaN", "expected a finite number, received NaN."],
    [
      "a number with a zero in front",
      "layers",
      "dense(012)",
      "012",
      "expected a number such as 64, 0.1 or 1e-3, received 012.",
    ],
    ["a number with two points", "layers", "dense(1.2.3)", "1.2.3", "expected a number such as 64"],
    ["a long integer", "layers", "dense(3n)", "3n", "expected a number such as 64"],
    ["an open comment", "layers", "dense(3) /* three", "/*", "received a comment without an end."],
  ])("%s", (_, kind, text, marked, message) => {
    const { message: given, kind: of } = failure(kind, text);
    const [, line, carets] = given.split("\n");
    expect(given).toContain(message);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe(marked);
    expect(of).toBe("usage");
  });
});

describe("nothing is computed", () => {
  test.each([
    ["new dense(3)", "new"],
    ["await mlp()", "await"],
    ["function () {}", "function"],
    ["dense(() => 3)", "an arrow function"],
    ["dense(x => x)", "an arrow function"],
    ["dense((3))", "a bracket"],
    ["dense(2 * 3)", "an operator"],
    ["dense(4 - 1)", "an operator"],
    ["dense(true ? 3 : 4)", "an operator"],
    ["dense(`3`)", "a template literal"],
    ["sequential([...layers])", "a spread"],
    ["layers.dense(3)", "access to a property"],
    ["dense(units=3)", "an assignment"],
    ["dense(3);", "a semicolon"],
    ["dense(“3”)", "a typographic quotation mark"],
    ["dense(3, #)", '"#"'],
    ["process.exit(1)", "access to a property"],
    ["constructor()", '"constructor"'],
  ])("%s", (text, received) => {
    expect(failure("layers", text).message).toContain(`received ${received}.`);
  });
});

describe("a text without measure is refused at once", () => {
  test.each([
    ["brackets", "[".repeat(100_000), "at most 400 brackets within one another, received more"],
    ["calls", "sequential([".repeat(50_000), "at most 400 brackets within one another, received more"],
    ["ten megabytes", "a".repeat(10_000_000), "at most 1,000,000 characters, received 10,000,000"],
    ["a text without end", `"${"a".repeat(900_000)}`, 'expected a " at the end of the text'],
    ["a long name", "a".repeat(900_000), "expected name"],
    ["arguments", `chain(${"1,".repeat(400_000)})`, "at most 10,000 arguments, received 400,000"],
    ["blanks", " ".repeat(900_000), "received an empty text"],
    ["comments", "/**/".repeat(200_000), "received an empty text"],
  ])("%s", (_, text, message) => {
    const error = failure("layers", text);
    expect(error.message).toContain(message);
    expect(error.message.length).toBeLessThan(5000);
  });

  test("more tricks than anyone writes are refused before any is made", () => {
    const text = `sequential([${Array(6000).fill("relu").join(", ")}])`;
    expect(() => fromExpression("layers", text)).toThrow(/column \d+: expected at most 5,000 tricks, received more/);
  });

  test("a model of a hundred layers within one another is not", () => {
    expect(fromExpression("layers", `${"sequential([".repeat(100)}relu()${"])".repeat(100)}`).name).toBe("sequential");
  });
});

test("refuses what is no text, and a catalogue that there is not", () => {
  const from = fromExpression as (...args: unknown[]) => unknown;
  expect(() => from("layers", dense(3))).toThrow('layers: expected an expression, such as "dense(10)"');
  expect(() => from("layer", "dense(3)")).toThrow('received "layer". Did you mean layers?');
  expect(() => from(3, "dense(3)")).toThrow("fromExpression: expected the name of a catalogue");
  expect(() => from("layers", "dense(3)", { use: dense })).toThrow("fromExpression: use: expected a list");
  expect(() => from("layers", "dense(3)", { using: [] })).toThrow("fromExpression: expected option use or where");
});
