import { csv, moons } from "evenkeel";
import { expect, test } from "vitest";
import { planePointsOf } from "./plane-points.ts";

test("the points are those that are learned from; of many, the first 400", async () => {
  const data = await moons({ noise: 0.2, samples: 900, seed: 3 });
  const points = planePointsOf(data);
  const { inputs, targets } = data.train;
  expect(points?.x).toHaveLength(400);
  const at = (axis: number) => Array.from({ length: 400 }, (_, i) => inputs.data[2 * i + axis]);
  expect([points?.x, points?.y].map((one) => Array.from(one ?? []))).toEqual([at(0), at(1)]);
  expect(Array.from(points?.targets ?? [])).toEqual(Array.from(targets.data.slice(0, 400)));
});

test("numbers to be learned stay numbers, and other data have no points in the plane", () => {
  const table = csv(new TextEncoder().encode("x,y,z\n1,2,0.5\n3,4,1.5\n"), { target: "z", task: "regression" });
  expect(Array.from(planePointsOf(table)?.targets ?? [])).toEqual([0.5, 1.5]);
  const wide = csv(new TextEncoder().encode("x,y,z\n1,2,0.5\n3,4,1.5\n"), { target: "z", ignore: ["x"] });
  expect(planePointsOf(wide)).toBeUndefined();
});
