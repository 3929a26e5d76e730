import { expect, test } from "vitest";
import { combine, sizeOf } from "./design.ts";
import { variantsOf } from "./variants.ts";

test("a grid has every combination, one at a time has the first values and one change each", () => {
  const lists = [
    [1, 2],
    ["a", "b", "c"],
  ];
  expect(combine<unknown>("grid", lists)).toEqual([
    [1, "a"],
    [1, "b"],
    [1, "c"],
    [2, "a"],
    [2, "b"],
    [2, "c"],
  ]);
  expect(combine<unknown>("oneAtATime", lists)).toEqual([
    [1, "a"],
    [2, "a"],
    [1, "b"],
    [1, "c"],
  ]);
  for (const design of ["grid", "oneAtATime"] as const)
    expect(sizeOf(design, [2, 3])).toBe(combine<unknown>(design, lists).length);
});

test("one at a time, a variant is named by what it changes, and the baseline by all", () => {
  const variants = variantsOf({
    vary: { dropout: [0, 0.5], norm: ["none", "batch"] },
    base: { model: "mlp" },
    design: "oneAtATime",
  });
  expect(variants.map(({ name }) => name)).toEqual(["dropout 0, norm none", "dropout 0.5", "norm batch"]);
  expect(variants.map(({ recipe }) => [recipe.dropout, recipe.norm])).toEqual([
    [0, "none"],
    [0.5, "none"],
    [0, "batch"],
  ]);
  expect(variants[2].changes).toEqual({ norm: "batch" });
});

test("a design puts values together, so variants by name have none", () => {
  const variants = { plain: {}, wide: { hidden: [512] } };
  expect(() => variantsOf({ variants, design: "grid" })).toThrow(
    /compare: design: expected vary, .* received variants/,
  );
});

test.each([
  [{ activation: ["relu", "rleu"] }, /activation: .*received "rleu"\. Did you mean relu\?/],
  [{ optimizer: ["adam", "adm"] }, /optimizer: .*received "adm"/],
  [{ model: ["mlp", "sequential([dense(4), rleu()])"] }, /rleu/],
])("an unknown value of %o fails before any run", (vary, message) => {
  expect(() => variantsOf({ vary })).toThrow(message);
});
