import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { EvenkeelError } from "./errors.ts";
import {
  checkOption,
  count,
  custom,
  fixed,
  flag,
  nearest,
  nonNegative,
  type Option,
  oneOf,
  optional,
  positive,
  real,
  resolveOptions,
  show,
  unit,
  unknownName,
} from "./options.ts";

interface Kind {
  name: string;
  option: Option<unknown>;
  accepts: string;
  accepted: unknown[];
  refused: unknown[];
}

const NO_NUMBERS = [Number.NaN, Infinity, -Infinity, "1", true, null, [1], { value: 1 }, 1n];

const KINDS: Kind[] = [
  {
    name: "positive",
    option: positive(1),
    accepts: "a number above 0",
    accepted: [Number.MIN_VALUE, 1e-8, 1, Number.MAX_VALUE],
    refused: [0, -0, -Number.MIN_VALUE, -1, ...NO_NUMBERS],
  },
  {
    name: "nonNegative",
    option: nonNegative(1),
    accepts: "a number of at least 0",
    accepted: [0, -0, Number.MIN_VALUE, Number.MAX_VALUE],
    refused: [-Number.MIN_VALUE, -1, ...NO_NUMBERS],
  },
  {
    name: "unit",
    option: unit(0.5),
    accepts: "a number in [0, 1)",
    accepted: [0, 0.5, 1 - Number.EPSILON / 2],
    refused: [1, 1 + Number.EPSILON, -Number.MIN_VALUE, ...NO_NUMBERS],
  },
  {
    name: "real",
    option: real(0),
    accepts: "a number",
    accepted: [-Number.MAX_VALUE, -1, 0, 0.1, Number.MAX_VALUE],
    refused: NO_NUMBERS,
  },
  {
    name: "count",
    option: count(3),
    accepts: "a whole number of at least 1",
    accepted: [1, 2, Number.MAX_SAFE_INTEGER],
    refused: [0, -1, 1.5, 2 ** 53, ...NO_NUMBERS],
  },
  {
    name: "count from 0",
    option: count(3, "", 0),
    accepts: "a whole number of at least 0",
    accepted: [0, 1],
    refused: [-1, 0.5, ...NO_NUMBERS],
  },
  {
    name: "flag",
    option: flag(true),
    accepts: "true or false",
    accepted: [true, false],
    refused: [0, 1, "true", null],
  },
  {
    name: "oneOf",
    option: oneOf(["none", "batch"], "none"),
    accepts: "one of none, batch",
    accepted: ["none", "batch"],
    refused: ["", "None", "layer", 0, null],
  },
  {
    name: "custom",
    option: custom(v.array(v.number()), [], "a list of numbers"),
    accepts: "a list of numbers",
    accepted: [[], [1, 2]],
    refused: [1, ["1"], { length: 0 }],
  },
  {
    name: "optional",
    option: optional(unit(undefined)),
    accepts: "a number in [0, 1)",
    accepted: [undefined, 0, 0.5],
    refused: [1, null, "0"],
  },
  {
    name: "fixed",
    option: fixed(positive(1)),
    accepts: "a number above 0",
    accepted: [1],
    refused: [0, "1"],
  },
];

describe.each(KINDS)("$name", ({ option, accepts, accepted, refused }) => {
  it("accepts what it says", () => {
    for (const value of accepted) expect(checkOption("here", option, value)).toEqual(value);
  });

  it("refuses the rest, and says what it accepts and what it was given", () => {
    expect(option.accepts).toBe(accepts);
    for (const value of refused) {
      const message = messageOf(() => checkOption("here", option, value));
      expect(message).toMatch(/^here: expected /);
      expect(message.startsWith(`here: expected ${accepts}, received ${show(value)}.`), message).toBe(true);
    }
  });
});

it("refuses every number outside [0, 1) for a rate, and no number inside", () => {
  fc.assert(
    fc.property(fc.double({ min: -2, max: 3 }), (x) => {
      const inside = x >= 0 && x < 1;
      expect(v.is(unit(0).schema, x)).toBe(inside);
    }),
  );
});

describe("error texts", () => {
  it.each([
    [unit(0.5), 1.5, "dropout: rate: expected a number in [0, 1), received 1.5."],
    [positive(1), "fast", 'dropout: rate: expected a number above 0, received "fast".'],
    [count(1), 0, "dropout: rate: expected a whole number of at least 1, received 0."],
    [
      oneOf(["adam", "sgd"], "adam"),
      "adm",
      'dropout: rate: expected one of adam, sgd, received "adm". Did you mean adam?',
    ],
    [oneOf(["adam", "sgd"], "adam"), "rmsprop", 'dropout: rate: expected one of adam, sgd, received "rmsprop".'],
    [flag(true), "no", 'dropout: rate: expected true or false, received "no".'],
  ] as const)("%#", (option, value, text) => {
    const error = errorOf(() => checkOption("dropout: rate", option as Option<unknown>, value));
    expect(error.message).toBe(text);
    expect(error).toBeInstanceOf(EvenkeelError);
    expect(error.kind).toBe("usage");
    expect(error.where).toBe("dropout: rate");
  });
});

describe("resolveOptions", () => {
  const options = {
    rate: unit(0.5),
    size: count(undefined),
    name: optional(oneOf(["a", "b"], "a")),
    clip: optional(positive(undefined)),
  };

  it("fills in defaults and keeps what was given", () => {
    const values = resolveOptions("thing", options, { size: 3, rate: 0 });
    expect(values).toEqual({ rate: 0, size: 3, name: "a", clip: undefined });
    expectTypeOf(values.clip).toEqualTypeOf<number | undefined>();
    expectTypeOf(values.size).toEqualTypeOf<number>();
  });

  it("takes an undefined value for one that was left out", () => {
    expect(resolveOptions("thing", options, { size: 3, rate: undefined, clip: undefined }).rate).toBe(0.5);
  });

  it("demands what has no default, unless it is optional", () => {
    expect(messageOf(() => resolveOptions("thing", options))).toBe(
      "thing: expected size, a whole number of at least 1, received none.",
    );
    expect(messageOf(() => resolveOptions("thing", options, { size: undefined }))).toContain("expected size");
  });

  it("names the key of a refused value", () => {
    expect(messageOf(() => resolveOptions("thing", options, { size: 3, clip: 0 }))).toBe(
      "thing: clip: expected a number above 0, received 0.",
    );
  });

  it("refuses an unknown key, with the nearest name", () => {
    expect(messageOf(() => resolveOptions("thing", options, { size: 3, rat: 0.1 }))).toBe(
      'thing: expected option rate, size, name or clip, received "rat". Did you mean rate?',
    );
    expect(messageOf(() => resolveOptions("thing", options, { size: 3, momentum: 0.1 }))).toBe(
      'thing: expected option rate, size, name or clip, received "momentum".',
    );
    expect(messageOf(() => resolveOptions("plain", {}, { size: 3 }))).toBe(
      'plain: expected no option, received "size".',
    );
  });

  it.each(["toString", "constructor", "hasOwnProperty"])("takes %s for no known key", (key) => {
    expect(messageOf(() => resolveOptions("thing", options, { size: 3, [key]: 1 }))).toContain(`received "${key}"`);
  });
});

describe("nearest", () => {
  const names = ["dropout", "epochs", "batchSize", "earlyStopping"];

  it.each([
    ["dropuot", "dropout"],
    ["DROPOUT", "dropout"],
    ["epoch", "epochs"],
    ["batchsize", "batchSize"],
    ["batch-size", "batchSize"],
    ["earlystop", undefined],
    ["x", undefined],
    ["momentum", undefined],
  ])("%s is meant as %s", (name, meant) => {
    expect(nearest(name, names)).toBe(meant);
  });

  it("allows two edits, and one for every three letters", () => {
    expect(nearest("abxy", ["abcd"])).toBe("abcd");
    expect(nearest("axyz", ["abcd"])).toBeUndefined();
    expect(nearest("abcdefgxyz", ["abcdefghij"])).toBe("abcdefghij");
  });

  it("finds every name from itself with one letter changed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
        const i = at % name.length;
        expect(nearest(`${name.slice(0, i)}_${name.slice(i + 1)}`, names)).toBe(name);
      }),
    );
  });

  it("has nothing to offer of nothing", () => expect(nearest("a", [])).toBeUndefined());
});

it("tells an unknown name of any kind", () => {
  expect(unknownName("compare", "experiment", "dropot", ["dropout"]).message).toBe(
    'compare: expected experiment dropout, received "dropot". Did you mean dropout?',
  );
});

describe("show", () => {
  it.each([
    ["text", '"text"'],
    [1.5, "1.5"],
    [undefined, "undefined"],
    [null, "null"],
    [() => 1, "a function"],
    [new Float32Array(3), "Float32Array of 3"],
    [[1, 2], "[1,2]"],
    [{ a: 1 }, '{"a":1}'],
    ["x".repeat(100), `"${"x".repeat(100)}"`],
  ])("%#", (value, text) => expect(show(value)).toBe(text));

  it("cuts what is long", () => {
    const text = show(Array.from({ length: 100 }, (_, i) => i));
    expect(text).toHaveLength(78);
    expect(text.endsWith("…")).toBe(true);
  });
});

function errorOf(work: () => unknown): EvenkeelError {
  try {
    work();
  } catch (error) {
    return error as EvenkeelError;
  }
  return expect.fail("nothing was thrown");
}

function messageOf(work: () => unknown): string {
  return errorOf(work).message;
}
