import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { compile } from "../../compile.ts";
import { accuracy } from "./accuracy.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const accuracyOf = async (output: number[][], target: number[], targetShape = [target.length]) => {
    const compiled = await compile((y, truth) => accuracy().compute(y, truth), { backend });
    const { data } = await compiled(
      { shape: [output.length, output[0].length], data: output.flat() },
      { shape: targetShape, data: target },
    );
    await compiled.close();
    return data[0];
  };

  test("counts the largest output, the first of equal ones", async () => {
    expect(
      await accuracyOf(
        [
          [0, 2, 1],
          [5, 2, 1],
          [1, 1, 0],
          [-3, -2, -1],
        ],
        [1, 1, 0, 2],
      ),
    ).toBe(0.75);
  });

  test("counts the sign of a single output", async () => {
    expect(await accuracyOf([[0.1], [-0.1], [3], [0]], [1, 0, 0, 0])).toBe(0.75);
    expect(await accuracyOf([[1], [-1]], [1, 1], [2, 1])).toBe(0.5);
  });
});
