import { defineWrapper } from "../compose/wrapper.ts";
import { demandMatches, matches, patternsOption } from "../math/parameter-patterns.ts";

export const freeze = defineWrapper({
  name: "freeze",
  summary: "Keeps parameters as they are, to the bit: no stage of the optimizer sees them, nor their gradients.",
  source: "by definition",
  section: "clipping",
  formula: "w ← w",
  use: "To train only the last layers of a model that was trained before. It works from any place in a chain.",
  avoid:
    'A layer one of whose running statistics is frozen, as by freeze("0.batchNorm"), keeps them all and goes by them, as in prediction; freeze("kernel") leaves statistics moving. Norms of gradients no longer count what is frozen.',
  example: 'chain(freeze(["0.conv2d", "bias"]), adam())',
  options: {
    patterns: patternsOption(
      'which parameters, as "0.conv2d", "kernel", "dense/bias"; * stands for any text in a part',
    ),
  },
  onWeights: true,
  positional: ["patterns"],
  frozen(names, { patterns }) {
    demandMatches("freeze", patterns, names);
    return names.filter((name) => matches(patterns, name));
  },
});
