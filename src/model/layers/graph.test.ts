import { testLayers } from "../../../test/layer-cases.ts";
import { summary } from "../summary.ts";
import { batchNorm } from "./batch-norm.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { graph } from "./graph.ts";
import { sequential } from "./sequential.ts";
import { tanh } from "./tanh.ts";

const shared = graph(({ input, apply, add, concat, shared }) => {
  const x = input();
  const block = shared(sequential([dense(2), tanh(), batchNorm()]), { name: "block" });
  const far = apply(dense(3), x);
  return concat(far, add(block(block(x)), x));
});

const twoInputs = graph(({ input, apply, multiply, subtract, average, shared }) => {
  const [image, meta] = [input("image", [2, 2, 1]), input("meta", [3])];
  const encode = shared(dense(3));
  const seen = encode(apply(dense(3), apply(flatten(), image)));
  const gate = apply(dense(1), encode(meta));
  const both = average(multiply(seen, gate), meta);
  return { species: apply(dense(2), both), age: subtract(both, meta) };
});

testLayers({
  graph: [
    [shared, [3, 2]],
    [twoInputs, [2, 7]],
    [
      graph([
        ["a", conv2d(2, 3, { padding: "same" }), "input"],
        ["b", "concat", ["a", "input"], 0],
        ["c", "maximum", ["b", "b"]],
      ]),
      [2, 3, 3, 2],
    ],
    [
      graph([
        ["a", dropout(0.5), "input"],
        ["b", "a", "a"],
        ["c", "minimum", ["b", "input"]],
      ]),
      [3, 4],
    ],
  ],
});
console.log(JSON.stringify(twoInputs));
console.log(summary(twoInputs, [7]));
console.log(summary(shared, [2]));
console.log(shared);
