import type { ChapterText } from "../../chapters/chapter.ts";
import { comparedNumbers } from "../claims.en.ts";

export const initialization = {
  title: "Initial weights",
  summary: "Twenty layers multiply twenty times: the initial weights decide whether a signal arrives.",
  idea: [
    "A unit adds up {n} products of weight and input. With independent weights of mean 0, the variance of the sum is {sum}. So each layer multiplies the size of the signal by {root} times the standard deviation of its weights.",
    "Weights from {normal} make signals {root} times as large at each layer. Weights from {small}, with 1/n as their standard deviation, make them {root} times as small. After twenty layers nothing useful is left. Gradients travel back through the same weights and meet the same fate.",
    "Glorot and Bengio chose {glorot}, which keeps signals and gradients about as large as they are; n counts the units before and after the layer. ReLU sets half of a signal to 0. He and his colleagues make up for that with a factor of 2: {he}.",
    "The rule is short: He before ReLU, Glorot before tanh and sigmoid.",
  ],
  main: {
    title: "Twenty layers of ReLU",
    setup:
      "Twenty hidden layers of 64 ReLU units learn 2,000 digits in four epochs, by Adam. A draws its initial weights from N(0, 1/n), B by He's scheme.",
    a: "N(0, 1/n)",
    b: "He",
    claim: "B reads at least 40 percentage points more digits than A.",
    holds:
      "Look at the deviation of each layer at the first step. In A it falls about elevenfold from layer to layer; in B it stays. What does not arrive at the last layer cannot be learned from.",
    doesNotHold: "With fewer layers, or with normalization, the signal survives in A too. Which did you change?",
  },
  whenNot: {
    title: "One hidden layer",
    setup: "A single hidden layer of 128 ReLU units, the same digits. A draws by Glorot's scheme, B by He's.",
    a: "Glorot",
    b: "He",
    claim: "With one hidden layer, Glorot and He differ by less than one percentage point.",
    holds:
      "A factor of √2 or less at one layer is made up for in a few steps. It counts when it is raised to the power of the depth.",
    doesNotHold: "Did you add layers? At twenty, the same small factor becomes a large one.",
  },
  numbers: comparedNumbers,
  question:
    "Give A the scheme `glorotNormal` at twenty layers: it loses √2 a layer under ReLU, a thousandfold in all. Does it learn nothing, or only late? What does `standardNormal` do?",
} as const satisfies ChapterText;
