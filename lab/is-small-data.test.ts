import { expect, test } from "vitest";
import { isSmallData } from "./is-small-data.ts";

test.each([
  [{}],
  [{ data: "digits({ labelNoise: 0.5 })", trainSize: 600, validationSize: 500, testSize: 1000 }],
  [{ data: "moons({ samples: 2000, noise: 0.2 })", trainSize: 0.8 }],
])("%j is drawn in a moment", (recipe) => {
  expect(isSmallData(recipe)).toBe(true);
});

test.each([
  [{ data: "moons({ samples: 10000000, noise: 0.2 })", trainSize: 3000 }],
  [{ data: "moons({ samples: 1e8 })" }],
  [{ data: "moons", trainSize: 1e8 }],
  [{ data: "blobs({ samples: 10_000, features: 100_000 })" }],
  [{ data: "blobs({ features: 100000 })", trainSize: 3000 }],
])("%j is not", (recipe) => {
  expect(isSmallData(recipe)).toBe(false);
});
