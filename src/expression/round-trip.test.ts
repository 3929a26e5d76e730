import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { EvenkeelError } from "../errors.ts";
import { fromSpec } from "../from-spec.ts";
import type { Option } from "../options/option.ts";
import { accepts } from "../options.ts";
import { isInstance } from "../trick/instance.ts";
import { KINDS, type Kind } from "../trick/kinds.ts";
import type { Instance } from "../trick.ts";
import { fromExpression } from "./from-expression.ts";
import { toExpression } from "./to-expression.ts";
import { tokensOf } from "./tokens.ts";

const specOf = (trick: Instance) => JSON.parse(JSON.stringify(trick));
const kinds = Object.keys(KINDS) as Kind[];

/** The example of a trick: of its own kind, or of the optimizer that shows it. `ensemble` joins trained models. */
function exampleOf(kind: Kind, name: string): Instance {
  const { example = "" } = catalogue[kind][name].definition as { example?: string };
  const [outermost] = /^\w+/.exec(example) ?? [""];
  if (example === "ensemble(models)") return fromExpression(kind, "ensemble([mlp(), dense(10)])");
  return fromExpression(Object.hasOwn(catalogue[kind], outermost) ? kind : "optimizers", example);
}

/** The trick of a name in another one. */
function within(value: unknown, name: string): Instance | undefined {
  if (isInstance(value) && value.name === name) return value;
  const inner = isInstance(value) ? Object.values(value.values) : Array.isArray(value) ? value : [];
  for (const one of inner) {
    const found = within(one, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function expectRoundTrip(kind: Kind, trick: Instance): string {
  const text = toExpression(trick);
  const again = fromExpression(kind, text);
  expect(specOf(again), text).toEqual(specOf(trick));
  expect(toExpression(again)).toBe(text);
  return text;
}

const tricks = kinds.flatMap((kind) => Object.keys(catalogue[kind]).map((name) => ({ kind, name })));

describe.each(tricks)("$kind: $name", ({ kind, name }) => {
  const example = exampleOf(kind, name);
  const trick = within(example, name);

  test("its example comes back", () => {
    expectRoundTrip(within(example, example.name) === trick ? kind : ofExample(kind, example), example);
  });

  test("and so does each of its options", () => {
    if (trick === undefined) return; // a model is made of layers, which are tried by themselves
    const { options } = trick.definition;
    const make = catalogue[kind][name];
    for (const [key, option] of Object.entries(options)) {
      const others = OF_THEIR_OWN.includes(key) ? [] : valuesOf(option);
      const made = [trick.values[key], ...others].flatMap((value) => {
        try {
          return [make({ ...trick.values, [key]: value })];
        } catch {
          return []; // it does not fit the other options
        }
      });
      expect(made.length, key).toBeGreaterThan(0);
      expect(new Set(made.map(toExpression)).size, key).toBeGreaterThanOrEqual(
        OF_THEIR_OWN.includes(key) || kind === "sources" ? 1 : 2,
      );
      for (const one of made) {
        const text = expectRoundTrip(kind, one);
        expect(toExpression(fromSpec(kind, specOf(one)))).toBe(text);
      }
    }
  });
});

function ofExample(kind: Kind, { name }: Instance): Kind {
  return Object.hasOwn(catalogue[kind], name) || kind === "architectures" ? kind : "optimizers";
}

/** Options of a form that no other option has: that of the example. By place, a table without an ending is its text. */
const OF_THEIR_OWN = ["nodes", "outputs", "columns", "path", "onFinding"];

/** Values of all sorts that an option takes. */
function valuesOf(option: Option<unknown>): unknown[] {
  const taken = (option.takes ?? []).flatMap((kind) => [
    fromExpression(kind, KINDS[kind].such),
    exampleOf(kind, Object.keys(catalogue[kind])[0]),
  ]);
  const numbers = [0, 1, 2, 3, 8, 10, 0.25, 0.5, 1e-7, 1.5e300, 123_456_789];
  const lists = [[1], [3, 7], ["bias"], [0.1, 0.2], [0.5, 0.25, 0.125], [["bias", 2]]];
  const inLists = taken.flatMap((trick) => [[trick], [trick, trick], [["*", trick]]]);
  const texts = ["bias", 'a "b"\n\\', ...(option.accepts.match(/\w+/g) ?? [])];
  const scales = [
    [{ subtract: 0.5, multiply: 2 }],
    [
      { subtract: 0, multiply: 1 },
      { subtract: 0, multiply: 3 },
    ],
  ];
  const all = [...numbers, true, false, ...texts, ...lists, ...taken, ...inLists, ...scales];
  return all.filter((value) => accepts(option, value));
}

const number = fc.double({ min: Number.MIN_VALUE, max: 1e300, noNaN: true, noDefaultInfinity: true });
const share = fc.double({ min: 0, max: 0.999, noNaN: true });
const { schedule, layer, stage, optimizer } = fc.letrec<Record<"schedule" | "layer" | "stage" | "optimizer", Instance>>(
  (tie) => {
    const make = (kind: Kind, name: string, args: readonly fc.Arbitrary<unknown>[]) =>
      fc.tuple(...args).map((given) => catalogue[kind][name](...given));
    const rate = fc.oneof({ maxDepth: 3 }, number, tie("schedule"));
    const layers = fc.array(tie("layer"), { maxLength: 4 });
    const units = fc.integer({ min: 1, max: 1e6 });
    return {
      schedule: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        make("schedules", "cosineDecay", [number, fc.record({ unit: fc.constantFrom("epoch", "step", undefined) })]),
        make("schedules", "warmup", [units, rate]),
        fc.array(rate, { minLength: 1, maxLength: 4 }).map((all) =>
          catalogue.schedules.join(
            all,
            all.slice(1).map((_, i) => i + 1),
          ),
        ),
      ),
      layer: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        make("layers", "relu", []),
        make("layers", "dropout", [share]),
        make("layers", "dense", [units, fc.record({ bias: fc.boolean() }, { requiredKeys: [] })]),
        make("layers", "dense", [
          units,
          fc.record({ init: number.map((value) => catalogue.initializers.constant(value)) }),
        ]),
        make("layers", "sequential", [layers]),
        make("layers", "repeat", [fc.integer({ min: 1, max: 9 }), layers]),
        make("layers", "residual", [
          tie("layer"),
          fc.record({ shortcut: fc.oneof(fc.constantFrom("identity", "pad"), tie("layer")) }),
        ]),
      ),
      stage: fc.oneof(make("transforms", "clipByGlobalNorm", [number]), make("transforms", "l2", [share])),
      optimizer: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        make("optimizers", "adam", [fc.record({ learningRate: rate, b1: share }, { requiredKeys: [] })]),
        fc
          .tuple(fc.array(tie("stage")), tie("optimizer"))
          .map(([stages, last]) => catalogue.optimizers.chain(...stages, last)),
        make("optimizers", "lookahead", [tie("optimizer")]),
        fc
          .array(fc.tuple(fc.string({ minLength: 1, unit: "grapheme" }), tie("optimizer")), { maxLength: 3 })
          .map((groups) => catalogue.optimizers.partition(groups)),
      ),
    };
  },
);
const composed = fc.oneof(
  layer.map((trick) => ({ kind: "layers" as Kind, trick })),
  optimizer.map((trick) => ({ kind: "optimizers" as Kind, trick })),
  schedule.map((trick) => ({ kind: "schedules" as Kind, trick })),
  stage.map((trick) => ({ kind: "transforms" as Kind, trick })),
);

describe("any composition", () => {
  test("comes back as it was, in the same words", () => {
    fc.assert(
      fc.property(composed, ({ kind, trick }) => void expectRoundTrip(kind, trick)),
      { numRuns: 300 },
    );
  });

  test("has one text, however it is written", () => {
    const blank = fc.constantFrom("", " ", "\n", "\t", "/* why */", "// why\n", "\r\n");
    fc.assert(
      fc.property(composed, fc.infiniteStream(blank), ({ kind, trick }, blanks) => {
        const text = toExpression(trick);
        expect(toExpression(fromExpression(kind, spaced(text, blanks)))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  test("with a mistake in it is another one, or a usage error with a caret", () => {
    const mistake = fc.record({
      at: fc.nat(),
      drop: fc.nat(3),
      put: fc.oneof(fc.constant(""), fc.constantFrom(..."()[]{},:.'\"`\\-+*=>;0eE_x\n"), fc.string({ maxLength: 3 })),
    });
    fc.assert(
      fc.property(composed, mistake, ({ kind, trick }, { at, drop, put }) => {
        const text = toExpression(trick);
        const i = at % (text.length + 1);
        const wrong = text.slice(0, i) + put + text.slice(i + drop);
        try {
          expectRoundTrip(kind, fromExpression(kind, wrong));
        } catch (error) {
          if (!(error instanceof EvenkeelError)) throw error;
          expect(error.kind).toBe("usage");
          expect(error.message).toMatch(/, line \d+, column \d+: .*\n {2}.*\n {2} *\^+$/s);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** The text with other blanks between its words, and a comma more before brackets that close. */
function spaced(text: string, blanks: Iterator<string>): string {
  const next = tokensOf({ text, where: "" });
  let all = "";
  for (let token = next(), before = ""; token.type !== "end"; token = next()) {
    const word = text.slice(token.from, token.to);
    const comma = /[)\]}]/.test(word) && !/[([{]/.test(before) ? "," : "";
    all += blanks.next().value + comma + blanks.next().value + word;
    before = word;
  }
  return all + blanks.next().value;
}
