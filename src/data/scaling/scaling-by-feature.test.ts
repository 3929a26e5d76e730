import { describe, expect, test } from "vitest";
import { scaled, unscaled } from "../scaled.ts";
import { defineScaling, PER, type Scaling } from "../scaling.ts";
import { scaleToSymmetric } from "./scale-to-symmetric.ts";
import { scaleToUnit } from "./scale-to-unit.ts";
import { standardize } from "./standardize.ts";

/** Six penguins: bill length, bill depth, flipper length in mm, mass in g. */
const PENGUINS = Float64Array.of(
  ...[39.1, 18.7, 181, 3750, 39.5, 17.4, 186, 3800, 40.3, 18, 195, 3250],
  ...[36.7, 19.3, 193, 3450, 49.6, 16, 225, 5700, 50.8, 19, 210, 4100],
);
const ANOTHER = [45.2, 17.8, 215, 4400];

// scikit-learn 1.2.1: StandardScaler(), MinMaxScaler() and MinMaxScaler(feature_range=(-1, 1)), fit_transform of the first
// row and transform of the other one.
test.each<[string, Scaling, number[], number[]]>([
  [
    "StandardScaler",
    standardize(),
    [-0.654510767545, 0.565967695298, -1.160147945458, -0.321783897406],
    [0.464886152649, -0.238302187494, 1.115526870633, 0.48786590897],
  ],
  [
    "MinMaxScaler",
    scaleToUnit(),
    [0.170212765957, 0.818181818182, 0, 0.204081632653],
    [0.602836879433, 0.545454545455, 0.772727272727, 0.469387755102],
  ],
  [
    "MinMaxScaler to [−1, 1]",
    scaleToSymmetric(),
    [-0.659574468085, 0.636363636364, -1, -0.591836734694],
    [0.205673758865, 0.090909090909, 0.545454545455, -0.061224489796],
  ],
])("scales columns as %s does", (_, scaling, first, another) => {
  const scale = scaling.fit(PENGUINS, [4]);
  const close = (given: ArrayLike<number>, expected: readonly number[]) =>
    expected.forEach((x, i) => {
      expect(given[i]).toBeCloseTo(x, 6); // float32
    });
  close(scaled(PENGUINS.subarray(0, 4), scale), first);
  close(scaled(ANOTHER, scale), another);
  close(unscaled(another, scale), ANOTHER);
});

describe("which numbers share a scale", () => {
  const numbers = [0, 10, 2, 30, 4, 50]; // as samples [2]: 0, 2, 4 and 10, 30, 50
  const floats = Float32Array.from(numbers);

  test("columns are by themselves, bytes and images are together, by default", () => {
    expect(scaleToUnit().fit(floats, [2])).toEqual({ subtract: [0, 10], multiply: [1 / 4, 1 / 40] });
    expect(scaleToUnit().fit(Uint8Array.from(numbers), [2])).toEqual({ subtract: 0, multiply: 1 / 50 });
    expect(scaleToUnit().fit(floats, [1, 1, 2])).toEqual({ subtract: 0, multiply: 1 / 50 });
    expect(scaleToUnit().fit(floats)).toEqual({ subtract: 0, multiply: 1 / 50 });
  });

  test("as asked for", () => {
    const byChannel = { subtract: [0, 10], multiply: [1 / 4, 1 / 40] };
    expect(scaleToUnit({ per: "channel" }).fit(floats, [3, 2])).toEqual(byChannel);
    expect(scaleToUnit({ per: "channel" }).fit(Uint8Array.from(numbers), [1, 3, 2])).toEqual(byChannel);
    const pixels = { subtract: numbers, multiply: numbers.map(() => 1) }; // one sample: all are constant
    expect(scaleToUnit({ per: "feature" }).fit(floats, [1, 3, 2])).toEqual(pixels);
    expect(scaleToUnit({ per: "all" }).fit(floats, [2])).toEqual({ subtract: 0, multiply: 1 / 50 });
    expect(() => scaleToUnit({ per: "column" as "feature" })).toThrow(/per: expected one of all, feature, channel/);
  });

  test("flags and categories of a table stay as they are", () => {
    const rows = Float32Array.of(0, 1, 5, 10, 0, 15); // [3]: the second is a flag
    const numeric = [true, false, true];
    expect(scaleToUnit().fit(rows, [3], numeric)).toEqual({ subtract: [0, 0, 5], multiply: [1 / 10, 1, 1 / 10] });
    expect(scaleToUnit({ per: "all" }).fit(rows, [3], numeric)).toEqual({
      subtract: [0, 0, 0],
      multiply: [1 / 15, 1, 1 / 15],
    });
    expect(standardize().fit(rows, [3], [false, false, false])).toEqual({ subtract: [0, 0, 0], multiply: [1, 1, 1] });
  });
});

describe("a constant column becomes 0", () => {
  const made = [scaleToUnit(), scaleToSymmetric(), standardize()];
  const columns = (value: number, other: (i: number) => number) =>
    Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? value : other(i)));

  test.each([14.62, 0.1, 1e-3, -273.15, 1.7e9, 3e18])("%d beside a column that varies", (value) => {
    for (const scaling of made) {
      const scale = scaling.fit(
        columns(value, (i) => i),
        [2],
      );
      expect(scaled([value, 1], scale)[0]).toBe(0);
      expect(scale.multiply).toMatchObject([1, expect.any(Number)]);
    }
  });

  test("up to rounding, by the column's own size", () => {
    const tenths = Float64Array.of(0.3, 1e9, 0.1 + 0.2, 2e9);
    for (const scaling of made) expect(scaling.fit(tenths, [2])).toMatchObject({ multiply: [1, expect.any(Number)] });
    const neighbors = Float32Array.of(14.62, 1, 14.62 + 2 ** -20, 2);
    for (const scaling of made)
      expect(scaling.fit(neighbors, [2])).toMatchObject({ multiply: [1, expect.any(Number)] });
  });

  test("what varies by little, but truly, is scaled", () => {
    const { multiply } = standardize().fit(
      columns(1.7e9, (i) => (i % 4 === 1 ? 0 : 1e-7)),
      [2],
    );
    expect((multiply as readonly number[])[1]).toBeCloseTo(2e7, 0);
  });
});

describe("a scaling of your own", () => {
  const definition = { name: "byMaximum", summary: "Divides by the largest.", source: "by definition" };
  const fit = (training: ArrayLike<number>) => ({ subtract: 0, multiply: 1 / Math.max(...Array.from(training)) });
  const rows = Float32Array.of(1, 10, 2, 20);

  test("is fitted to all numbers at once", () => {
    const byMaximum = defineScaling({ ...definition, options: {}, fit });
    expect(byMaximum().fit(rows, [2])).toEqual({ subtract: 0, multiply: 1 / 20 });
  });

  test("is fitted to each feature if it has the option per", () => {
    const byMaximum = defineScaling({ ...definition, options: { per: PER }, fit });
    expect(byMaximum().fit(rows, [2])).toEqual({ subtract: [0, 0], multiply: [1 / 2, 1 / 20] });
    expect(byMaximum({ per: "all" }).fit(rows, [2])).toEqual({ subtract: 0, multiply: 1 / 20 });
  });

  test("is refused what is no scale, with its name", () => {
    const nothing = defineScaling({
      ...definition,
      options: { per: PER },
      fit: () => ({ subtract: 0, multiply: 1 / 0 }),
    });
    expect(() => nothing().fit(rows, [2])).toThrow(/byMaximum: fit: expected .* two finite numbers/);
  });
});
