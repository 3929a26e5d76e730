import { runInNewContext } from "node:vm";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, expectTypeOf, test } from "vitest";
import { EvenkeelError } from "./errors.ts";
import { show } from "./options/show.ts";
import {
  checkOption,
  count,
  custom,
  fixed,
  flag,
  nonNegative,
  type Option,
  oneOf,
  optional,
  positive,
  real,
  resolveOptions,
  unit,
  unknownName,
} from "./options.ts";
import { readArguments } from "./trick.ts";

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
  test("accepts what it says", () => {
    for (const value of accepted) expect(checkOption("here", option, value)).toEqual(value);
  });

  test("refuses the rest, and says what it accepts and what it was given", () => {
    expect(option.accepts).toBe(accepts);
    for (const value of refused) {
      const message = messageOf(() => checkOption("here", option, value));
      expect(message).toMatch(/^here: expected /);
      expect(message.startsWith(`here: expected ${accepts}, received ${show(value)}.`), message).toBe(true);
    }
  });
});

test("refuses every number outside [0, 1) for a rate, and no number inside", () => {
  fc.assert(
    fc.property(fc.double({ min: -2, max: 3 }), (x) => {
      const inside = x >= 0 && x < 1;
      expect(v.is(unit(0).schema, x)).toBe(inside);
    }),
  );
});

describe("error texts", () => {
  test.each([
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

  test("fills in defaults and keeps what was given", () => {
    const values = resolveOptions("thing", options, { size: 3, rate: 0 });
    expect(values).toEqual({ rate: 0, size: 3, name: "a", clip: undefined });
    expectTypeOf(values.clip).toEqualTypeOf<number | undefined>();
    expectTypeOf(values.size).toEqualTypeOf<number>();
  });

  test("takes an undefined value for one that was left out", () => {
    expect(resolveOptions("thing", options, { size: 3, rate: undefined, clip: undefined }).rate).toBe(0.5);
  });

  test("demands what has no default, unless it is optional", () => {
    expect(messageOf(() => resolveOptions("thing", options))).toBe(
      "thing: expected size, a whole number of at least 1, received none.",
    );
    expect(messageOf(() => resolveOptions("thing", options, { size: undefined }))).toContain("expected size");
  });

  test("names the key of a refused value", () => {
    expect(messageOf(() => resolveOptions("thing", options, { size: 3, clip: 0 }))).toBe(
      "thing: clip: expected a number above 0, received 0.",
    );
  });

  test("refuses an unknown key, with the nearest name", () => {
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

  test.each(["toString", "constructor", "hasOwnProperty"])("takes %s for no known key", (key) => {
    expect(messageOf(() => resolveOptions("thing", options, { size: 3, [key]: 1 }))).toContain(`received "${key}"`);
  });
});

test("reports an unknown name of any kind", () => {
  expect(unknownName("compare", "experiment", "dropot", ["dropout"]).message).toBe(
    'compare: expected experiment dropout, received "dropot". Did you mean dropout?',
  );
});

describe("names that are not there", () => {
  const told = (given: object) =>
    messageOf(() => resolveOptions("dense", { units: count(undefined), bias: flag(true) }, given));

  test("reports what other libraries have as an option, and what to do here", () => {
    expect(told({ units: 1, activation: "relu" })).toBe(
      'dense: expected option units or bias, received "activation". ' +
        "Put the activation behind it as a layer of its own, such as relu().",
    );
    expect(told({ out_features: 3 })).toContain("Did you mean units?");
  });

  test("cuts a list of names that nobody would read", () => {
    const columns = Array.from({ length: 100_000 }, (_, i) => `column ${i}`);
    const { message } = unknownName("csv", "column", "species", columns);
    expect(message.length).toBeLessThan(1000);
    expect(message).toContain("column 29 or one of 99970 others");
  });

  test('refuses "__proto__" as a key like any other, and reads no inherited one', () => {
    const options = { units: count(undefined), bias: flag(true) };
    const parsed = JSON.parse('{"units":4,"__proto__":{"bias":false}}');
    expect(messageOf(() => resolveOptions("dense", options, parsed))).toContain('received "__proto__"');
    expect(messageOf(() => readArguments("dense", options, ["units"], [parsed]))).toContain('received "__proto__"');
    const inherits = Object.create({ bias: false });
    expect(messageOf(() => resolveOptions("dense", options, inherits))).toContain("expected options by name");
  });
});

test("refuses what is no object of options", () => {
  for (const given of [5, "adam", [], null])
    expect(messageOf(() => resolveOptions("thing", {}, given as unknown as object))).toBe(
      `thing: expected options by name, as { … }, received ${show(given)}.`,
    );
});

test("takes options from another realm", () => {
  const given = runInNewContext("({ units: 3 })");
  expect(resolveOptions("dense", { units: count(undefined) }, given)).toEqual({ units: 3 });
  expect(readArguments("dense", { units: count(undefined) }, [], [given])).toEqual({ units: 3 });
});

test("holds a count between two numbers", () => {
  expect(messageOf(() => checkOption("threads", count(undefined, "", 0, 256), 257))).toBe(
    "threads: expected a whole number from 0 to 256, received 257.",
  );
  expect(checkOption("threads", count(undefined, "", 0, 256), 256)).toBe(256);
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
