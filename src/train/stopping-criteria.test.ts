import { describe, expect, test } from "vitest";
import { CRITERIA, type CriterionName, type CriterionOptions } from "./stopping-criteria.ts";

const options: CriterionOptions = { patience: 3, minDelta: 0, alpha: undefined, stripLength: 2, successiveStrips: 2 };

/** The epoch, counted from 1, after which a criterion stops. */
function stopsAfter(
  criterion: CriterionName,
  changes: Partial<CriterionOptions>,
  watched: readonly number[],
  train: readonly number[] = watched,
): number | undefined {
  const stops = CRITERIA[criterion]({ ...options, ...changes });
  for (let t = 1; t <= watched.length; t++)
    if (stops({ watched: watched.slice(0, t), train: train.slice(0, t) }) !== undefined) return t;
  return undefined;
}

describe("patience", () => {
  test("counts the epochs since the last improvement", () => {
    expect(stopsAfter("patience", {}, [5, 4, 3, 3, 3.5, 2.9, 4, 4, 4, 4])).toBe(9);
    expect(stopsAfter("patience", { patience: 1 }, [5, 4, 4])).toBe(3);
    expect(stopsAfter("patience", { minDelta: 0.5 }, [5, 4, 3.9, 3.8, 3.7])).toBe(5); // never 0.5 below 4
    expect(stopsAfter("patience", {}, [5, 4, 3, 2, 1])).toBeUndefined();
    expect(stopsAfter("patience", {}, [5, Number.NaN, Number.NaN, Number.NaN])).toBe(4);
  });
});

describe("GL", () => {
  test("is the rise above the lowest loss in percent", () => {
    // 100·(0.84/0.8 − 1) = 5, which is not above 5; 100·(0.85/0.8 − 1) = 6.25
    expect(stopsAfter("GL", {}, [1, 0.8, 0.84 - 1e-12, 0.85])).toBe(4);
    expect(stopsAfter("GL", { alpha: 2 }, [1, 0.8, 0.81, 0.84])).toBe(4); // 1.25 %, then 5 %
    expect(stopsAfter("GL", { alpha: 7 }, [1, 0.8, 0.81, 0.84])).toBeUndefined();
    const stops = CRITERIA.GL(options);
    expect(stops({ watched: [0.8], train: [] })).toBeUndefined();
    expect(stops({ watched: [0.8, 0.85], train: [] })).toBe("is 6.25 % above its lowest (GL 5)");
  });

  test("goes by the finite losses", () => {
    expect(stopsAfter("GL", {}, [Number.NaN, 1, Infinity, 0.5, 0.5, 1])).toBe(6); // 100 % above 0.5
  });

  test("takes losses of 0 and below", () => {
    expect(stopsAfter("GL", {}, [1, 0, 0, 1e-9])).toBe(4);
    expect(stopsAfter("GL", {}, [-2, -1.95, -1.8])).toBe(3); // 2.5 %, then 10 % of 2
  });
});

describe("PQ", () => {
  test("is GL over the progress of training within a strip, at its end alone", () => {
    // Strip (0.5, 0.4): P₂ = 1000·(0.9/(2·0.4) − 1) = 125. GL(4) = 100·(1/0.8 − 1) = 25. PQ = 0.2.
    const [watched, train] = [
      [1, 0.8, 0.9, 1],
      [1, 0.9, 0.5, 0.4],
    ];
    expect(stopsAfter("PQ", { alpha: 0.19 }, watched, train)).toBe(4);
    expect(stopsAfter("PQ", { alpha: 0.21 }, watched, train)).toBeUndefined();
    expect(stopsAfter("PQ", { alpha: 1e-9 }, watched.slice(0, 3), train)).toBeUndefined(); // epoch 3 ends no strip
  });

  test("stops where training stands still while the watched loss is up", () => {
    expect(stopsAfter("PQ", {}, [1, 1, 1.01, 1.01], [0.5, 0.5, 0.5, 0.5])).toBe(4);
    expect(stopsAfter("PQ", {}, [1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5])).toBeUndefined();
  });
});

describe("UP", () => {
  test("wants a rise at the end of each of s strips in a row", () => {
    //                                        strips end at 2, 4, 6, 8: 3 < 4 < 5
    expect(stopsAfter("UP", {}, [9, 3, 9, 4, 9, 5, 9, 6])).toBe(6);
    expect(stopsAfter("UP", { successiveStrips: 3 }, [9, 3, 9, 4, 9, 5, 9, 6])).toBe(8);
    expect(stopsAfter("UP", {}, [9, 3, 9, 4, 9, 4, 9, 5, 9, 6])).toBe(10); // 4 = 4 begins anew
    expect(stopsAfter("UP", { successiveStrips: 1 }, [9, 3, 9, 4])).toBe(4);
    expect(stopsAfter("UP", {}, [1, 2, 3, 4])).toBeUndefined(); // no epoch 0 to compare the first strip with
  });
});
