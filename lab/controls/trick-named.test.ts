import { catalogue, defineRecipe, recipeOptions } from "evenkeel";
import { expect, test } from "vitest";
import type { Kind } from "./option-shape.ts";
import { firstText, nameIn, trickFrom } from "./trick-named.ts";

/** Made of other models, or of a function: nothing that a text could begin with. */
const NOT_WRITTEN = ["ensemble"];

test("every trick of the catalogue has a first text, which is read as that trick", () => {
  for (const kind of Object.keys(catalogue) as Kind[])
    for (const name of Object.keys(catalogue[kind])) {
      if (NOT_WRITTEN.includes(name)) continue;
      const text = firstText([kind], name);
      expect([name, nameIn(text), trickFrom([kind], text) !== undefined]).toEqual([name, name, true]);
    }
});

test("a trick that takes others is put around the one that was there", () => {
  const { choices } = recipeOptions.optimizer;
  expect(firstText(["optimizers"], "chain", choices, "adam({ b1: 0.8 })")).toBe("chain(adam({ b1: 0.8 }))");
  expect(firstText(["optimizers"], "lookahead", choices, "sgd")).toBe("lookahead(sgd())");
  expect(firstText(["optimizers"], "adam", choices, "sgd")).toBe("adam");
  expect(firstText(["layers"], "residual", [], "dense(4)")).toBe("residual(dense(4))");
});

test("every optimizer that is chosen makes a recipe", () => {
  for (const name of Object.keys(catalogue.optimizers)) {
    const optimizer = firstText(["optimizers"], name, recipeOptions.optimizer.choices, "adam");
    expect(defineRecipe({ optimizer: optimizer as "adam" }).optimizer).toContain(name);
  }
});
