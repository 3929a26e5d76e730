import { expect, test } from "vitest";
import { splitList } from "./split-list.ts";

test.each<[string, string[]]>([
  ["a", ["a"]],
  ["", [""]],
  ["0, 0.5", ["0", "0.5"]],
  [
    "adam(),sgd({ learningRate: 0.1, momentum: 0.9 }),muon()",
    ["adam()", "sgd({ learningRate: 0.1, momentum: 0.9 })", "muon()"],
  ],
  ["[64,32],[128]", ["[64,32]", "[128]"]],
  ['csv("a,b.csv"),csv("c\\",d.csv")', ['csv("a,b.csv")', 'csv("c\\",d.csv")']],
  ["a,", ["a", ""]],
  ["adam(,sgd", ["adam(,sgd"]], // the reader of expressions says what is not closed
])("%j has the items %j", (text, items) => {
  expect(splitList(text)).toEqual(items);
});
