import { expect, test } from "vitest";
import { shortNames } from "./short-names.ts";

const model = (rate: number) => `sequential([flatten(), dense(256), batchNorm(), relu(), dropout(${rate}), dense(10)])`;

test.each<[string, string[], string[]]>([
  ["stay where they are short", ["adam", "sgd({ momentum: 0.9 })"], ["adam", "sgd({ momentum: 0.9 })"]],
  ["are cut to where they differ", [model(0.1), model(0.25)], ["…0.1…", "…0.25…"]],
  [
    "keep what one has and the other has not",
    [`chain(clipByGlobalNorm(1), ${model(0)})`, `chain(${model(0)})`],
    ["…clipByGlobalNorm(1),…", "…"],
  ],
])("names %s", (_, texts, names) => {
  expect(shortNames(texts)).toEqual(names);
});

test("names are short and different, however long the texts are", () => {
  const texts = ["a", "b", "c"].map((letter) => `${"x".repeat(300)}${letter}${"y".repeat(300)}`);
  const names = shortNames(texts);
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name.length).toBeLessThan(70);
});
