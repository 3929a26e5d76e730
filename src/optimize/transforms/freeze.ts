import { defineWrapper } from "../compose/wrapper.ts";
import { demandMatches, matches, patternsOption } from "../math/parameter-patterns.ts";

export const freeze = defineWrapper({
  name: "freeze",
  summary: "Keeps parameters exactly as they are: no stage of the optimizer sees them or their gradients.",
  source: "by definition",
  section: "clipping",
  formula: "w ← w",
  use: "To train only the last layers of a pretrained model. It works from any place in a chain.",
  avoid:
    'If a running statistic of a layer is frozen, as by freeze("0.batchNorm"), the layer keeps all its statistics and uses them, as in prediction; freeze("kernel") lets statistics move on. Norms of gradients leave out what is frozen.',
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
