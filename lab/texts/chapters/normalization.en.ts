import type { ChapterText } from "../../chapters/chapter.ts";
import { comparedNumbers } from "../claims.en.ts";

export const normalization = {
  title: "Normalization",
  summary: "Bring the signals back into range at every step, whatever the weights do.",
  idea: [
    "Good initial weights put signals in range at the start. Then training moves the weights, and the signals of later layers move with them.",
    "Batch normalization brings each feature back at every step: {normalize}. Here {mean} and {variance} are its mean and variance over the samples of the batch, and a small {epsilon} keeps the root away from 0. The scale {scale} and the shift {shift} are learned, so that a layer can still have the range it needs.",
    "It stands after the weights and before the activation. There it divides out how large the weights are. So bad initial weights are forgiven, and higher rates are possible.",
    "A single sample has no batch. So the layer keeps running means of both statistics, and predictions use those. This is its price: training and prediction compute different things, and the smaller the batch, the more different they are.",
  ],
  main: {
    title: "Sigmoid layers from bad weights",
    setup:
      "Three hidden layers of 100 sigmoid units learn 3,000 digits in four epochs, by SGD at a rate of 0.5, with initial weights from N(0, 1/n). B has batch normalization before each sigmoid.",
    a: "without",
    b: "batch normalization",
    claim: "From these weights, B reads at least 50 percentage points more digits than A.",
    holds:
      "In A every sigmoid answers about 0.5 to every digit; what differs shrinks at each layer until nothing is left. Normalization makes the differences large again. See the deviation of the layers.",
    doesNotHold:
      "A learns too once its signals survive: with better initial weights, fewer layers or ReLU. Then normalization has less to mend.",
  },
  whenNot: {
    title: "Batches of two",
    setup: "One hidden layer of 64 ReLU units with He's weights learns 1,000 digits by Adam, two at a time.",
    a: "without",
    b: "batch normalization",
    claim: "In batches of two, the network with batch normalization reads fewer digits.",
    holds:
      "Of two values, the normalized ones are always −1 and +1: how far they were apart is lost, and which digit is paired with which decides. Predictions, with their running means, see something else altogether.",
    doesNotHold: "How large are your batches? From about eight on, the statistics begin to mean something.",
  },
  numbers: comparedNumbers,
  question:
    'Set `norm` of B to "layer" in the batches of two: layer normalization looks at one sample alone. Is the loss gone? And from which batch size on does batch normalization catch up?',
} as const satisfies ChapterText;
