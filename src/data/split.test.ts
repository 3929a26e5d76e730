import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Samples, sampleCount } from "./dataset.ts";
import { holdOut, limit, split, take } from "./split.ts";

/** Samples whose one input is their number, so that they can be found again. */
function numbered(labels: readonly number[]): Samples {
  return {
    inputs: { shape: [labels.length, 1], data: Float64Array.from(labels, (_, i) => i) },
    targets: { shape: [labels.length], data: Uint8Array.from(labels) },
  };
}

function cyclic(count: number, classes: number): Samples {
  return numbered(Array.from({ length: count }, (_, i) => i % classes));
}

const numbersIn = (samples: Samples | undefined) => [...(samples?.inputs.data ?? [])];
const classCounts = (samples: Samples | undefined) => {
  const counts: number[] = [];
  for (const label of samples?.targets.data ?? []) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
};

const CLASSES = ["tit", "crow", "owl", "jay"];

describe("split", () => {
  test("puts every sample into exactly one part, classes in proportion to within one sample", () => {
    const labels = fc
      .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 80 })
      .map((some) => [...some, ...new Set(some), ...new Set(some)]); // at least three of each, one for each set
    fc.assert(
      fc.property(
        labels,
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (labels, seed, share, cut) => {
          const n = labels.length;
          const classes = new Set(labels).size;
          const test = Math.floor(share * (n - classes));
          const validation = cut % (n - test - classes + 1);
          const parts = split(numbered(labels), { test, validation, seed });
          expect(sampleCount(parts.train)).toBe(n - test - validation);
          expect(numbersIn(parts.test)).toHaveLength(test);
          expect(numbersIn(parts.validation)).toHaveLength(validation);
          const everyone = [parts.train, parts.validation, parts.test].flatMap(numbersIn);
          expect(everyone.sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
          const whole = classCounts(numbered(labels));
          const trained = classCounts(parts.train);
          for (const label of new Set(labels)) expect(trained[label]).toBeGreaterThan(0);
          // Without classes of one or two samples none has to give way.
          for (const label of Math.min(...Object.values(whole)) < n / 4 ? [] : new Set(labels)) {
            const inTest = classCounts(parts.test)[label] ?? 0;
            const after = n - test - validation;
            if (after >= 4 * classes) expect(Math.abs(inTest - (whole[label] * test) / n)).toBeLessThan(1);
          }
        },
      ),
    );
  });

  test("keeps a training sample of a class with as many as there are sets, under every seed", () => {
    const labels = Array.from({ length: 30 }, (_, i) => (i < 3 ? 2 : i % 2));
    for (let seed = 0; seed < 50; seed++) {
      const { train, validation, test } = split(numbered(labels), { test: 0.4, validation: 0.3, seed });
      expect(Math.min(...numbersIn(train))).toBeLessThan(3);
      expect([train, validation, test].map((part) => numbersIn(part).length)).toEqual([9, 9, 12]);
    }
  });

  test("refuses a class with fewer samples than sets, unless classes are to be ignored", () => {
    const labels = Array.from({ length: 30 }, (_, i) => (i === 0 ? 2 : i < 3 ? 3 : i % 2));
    const sized = (options: object) => split(numbered(labels), { test: 0.2, ...options }, "mine", { classes: CLASSES });
    expect(() => sized({ validation: 0.2 })).toThrow(
      "mine: expected at least 3 samples of each class, one for each set (training, validation, test), received 1 of class owl, 2 of class jay. Leave these samples out, join rare classes into one",
    );
    expect(() => sized({})).toThrow("one for each set (training, test), received 1 of class owl.");
    expect(sampleCount(sized({ validation: 0.2, stratify: false }).train)).toBe(18);
    expect(sampleCount(split(numbered(labels)).train)).toBe(30);
  });

  test("gives every class the one sample that is left for it, and refuses fewer", () => {
    const labels = [0, 0, 1, 1, 2, 2, 3, 3, 3, 3]; // four to train on: one of each class
    expect(classCounts(split(numbered(labels), { test: 6 }).train)).toEqual([1, 1, 1, 1]);
    expect(() => split(numbered(labels), { test: 7 })).toThrow(
      /split: expected at least 4 training samples, one of each class, received 3 that are left\. Set \{ stratify: false \}/,
    );
    expect(numbersIn(split(numbered(labels), { test: 7, stratify: false }).train)).toHaveLength(3);
    expect(() => holdOut(numbered(labels), 7, 1, "mine")).toThrow(/mine: expected at least 4 training samples/);
  });

  test("keeps every sample with its label, in order", () => {
    const { train, test } = split(cyclic(30, 3), { test: 0.2, seed: 7 });
    for (const part of [train, test as Samples]) {
      expect([...part.targets.data]).toEqual(numbersIn(part).map((i) => i % 3));
      expect(numbersIn(part)).toEqual(numbersIn(part).sort((a, b) => a - b));
    }
  });

  test("is decided by the seed", () => {
    const one = split(cyclic(100, 10), { test: 0.2, seed: 1 });
    expect(split(cyclic(100, 10), { test: 0.2 })).toEqual(one);
    expect(numbersIn(split(cyclic(100, 10), { test: 0.2, seed: 2 }).test)).not.toEqual(numbersIn(one.test));
  });

  test("draws the same test set whatever the size of the validation set", () => {
    const without = split(cyclic(100, 10), { test: 20 });
    expect(split(cyclic(100, 10), { test: 20, validation: 0.3 }).test).toEqual(without.test);
  });

  test("reads numbers below 1 as fractions and others as counts", () => {
    const parts = split(cyclic(50, 5), { validation: 0.1, test: 1 });
    expect([parts.train, parts.validation, parts.test].map((part) => numbersIn(part).length)).toEqual([44, 5, 1]);
  });

  test("leaves classes alone when it is not to stratify", () => {
    const sorted = numbered(Array.from({ length: 100 }, (_, i) => Math.floor(i / 50)));
    const counts = [1, 2, 3, 4, 5].map(
      (seed) => classCounts(split(sorted, { test: 40, stratify: false, seed }).test)[0],
    );
    expect(counts.some((count) => count !== 20)).toBe(true);
    expect(classCounts(split(sorted, { test: 40 }).test)).toEqual([20, 20]);
  });

  test("has only a training set by default", () => {
    expect(split(cyclic(5, 5))).toEqual({ train: cyclic(5, 5) });
  });

  test.each([
    [{ test: 0.001 }, /split: test: expected at least one sample, received 0.001 of 10 samples, which is none/],
    [
      { test: 0.5, validation: 0.5 },
      /validation and test: expected fractions that add up to less than 1, received 0.5/,
    ],
    [{ test: 0.99 }, /which leave no training samples/],
    [{ test: 10 }, /expected fewer than all 10 samples together, received 0 and 10/],
    [{ test: 1.5 }, /split: test: expected a fraction in \[0, 1\) or a whole number of samples, received 1.5/],
    [{ validation: -1 }, /split: validation: expected a fraction/],
    [{ seed: -1 }, /split: seed: expected a whole number of at least 0/],
    [{ tests: 0.1 } as object, /received "tests"\. Did you mean test\?/],
  ])("refuses %o", (options, message) => {
    expect(() => split(cyclic(10, 2), options)).toThrow(message);
  });
});

describe("take", () => {
  test("copies rows in the order asked for and keeps the storage type", () => {
    const inputs = { shape: [3, 2, 1], data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    const taken = take({ inputs, targets: { shape: [3], data: Int32Array.of(7, 8, 9) } }, [2, 0, 2]);
    expect(taken.inputs).toEqual({ shape: [3, 2, 1], data: Uint8Array.of(5, 6, 1, 2, 5, 6) });
    expect(taken.targets).toEqual({ shape: [3], data: Int32Array.of(9, 7, 9) });
    taken.inputs.data[0] = 0;
    expect(inputs.data[4]).toBe(5);
  });

  test("refuses a sample that is not there", () => {
    expect(() => take(cyclic(3, 1), [0, 3])).toThrow(/expected sample numbers from 0 to 2, received 3 at index 1/);
  });
});

describe("holdOut", () => {
  test("splits a validation set off, classes in proportion", () => {
    const { train, validation } = holdOut(cyclic(100, 10), 20, 3);
    expect(classCounts(validation)).toEqual(Array(10).fill(2));
    expect(
      numbersIn(train)
        .concat(numbersIn(validation))
        .sort((a, b) => a - b),
    ).toEqual(numbersIn(cyclic(100, 10)));
    expect(holdOut(cyclic(100, 10), 20, 3)).toEqual({ train, validation });
  });

  test.each([0, 100, 2.5, -1])("refuses to hold %d of 100 samples out", (held) => {
    expect(() => holdOut(cyclic(100, 10), held)).toThrow(/holdOut: expected a whole number of samples from 1 to 99/);
  });
});

describe("limit", () => {
  test("keeps a sample of each class where there is room for one", () => {
    const rare = numbered(Array.from({ length: 40 }, (_, i) => Math.min(i, 3)));
    for (let seed = 1; seed <= 10; seed++) {
      const { train } = limit({ name: "x", train: rare }, { train: 4 }, seed);
      expect(classCounts(train)).toEqual([1, 1, 1, 1]);
    }
  });

  const dataset = { name: "digits", train: cyclic(100, 10), test: cyclic(50, 10), classes: ["a"] };

  test("takes a random subset of the parts that are named", () => {
    const limited = limit(dataset, { train: 30 }, 5);
    expect(classCounts(limited.train)).toEqual(Array(10).fill(3));
    expect(new Set(numbersIn(limited.train)).size).toBe(30);
    expect(limited.test).toBe(dataset.test);
    expect(limited.classes).toBe(dataset.classes);
    expect(limit(dataset, { train: 30 }, 5)).toEqual(limited);
    expect(limit(dataset, { train: 30 }, 6)).not.toEqual(limited);
    expect(sampleCount(dataset.train)).toBe(100);
  });

  test("can keep a whole part", () => {
    expect(limit(dataset, { test: 50 }).test).toEqual(dataset.test);
  });

  test("refuses more samples than there are, and a part that is absent", () => {
    expect(() => limit(dataset, { train: 101 })).toThrow(/digits.train: expected .* from 1 to 100, .* received 101/);
    expect(() => limit(dataset, { validation: 5 })).toThrow(/digits.validation: expected a validation set/);
  });
});
