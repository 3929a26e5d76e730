import fc from "fast-check";
import { expect, test } from "vitest";
import { sizeOf } from "../graph/shape.ts";
import { outputsFirst, outputsFirstShape } from "./outputs-first.ts";

test("turns a matrix around", () => {
  expect(outputsFirstShape([2, 3])).toEqual([3, 2]);
  expect(Array.from(outputsFirst([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6)))).toEqual([1, 4, 2, 5, 3, 6]);
});

test("puts the weight of each output, input, row and column where PyTorch has it", () => {
  const extent = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(extent, extent, extent, extent, (rows, columns, inputs, outputs) => {
      const shape = [rows, columns, inputs, outputs];
      const turned = outputsFirst(
        shape,
        Float32Array.from({ length: sizeOf(shape) }, (_, i) => i),
      );
      expect(outputsFirstShape(shape)).toEqual([outputs, inputs, rows, columns]);
      let at = 0;
      for (let o = 0; o < outputs; o++)
        for (let i = 0; i < inputs; i++)
          for (let row = 0; row < rows; row++)
            for (let column = 0; column < columns; column++)
              expect(turned[at++]).toBe(((row * columns + column) * inputs + i) * outputs + o);
    }),
  );
});
