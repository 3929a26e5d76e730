import type { ChapterText } from "../../chapters/chapter.ts";
import { comparedNumbers } from "../claims.en.ts";

export const optimizers = {
  title: "Optimizers and momentum",
  summary: "How a gradient becomes a step: plain, with inertia, or scaled weight by weight.",
  idea: [
    "Stochastic gradient descent steps against the gradient of a small batch: {sgd}. Here {w} are the weights, {g} is the gradient of the loss, and {eta} is the learning rate.",
    "In a long, narrow valley the gradient points mostly across. A rate that is small enough not to swing out of the valley hardly moves along it.",
    "Momentum remembers: {momentum}. The velocity {v} keeps a share {gamma} of itself. Pushes across the valley cancel, pushes along it add up. A steady gradient is followed at a rate of {steady}, ten times {eta} where {gamma} is 0.9.",
    "Gradients also differ in size from layer to layer. To keep their direction alone, divide by the length: {normalized}. Adagrad, RMSProp and Adam go further and give each weight a scale of its own. In Adam, {adam}, the running mean {m} of the gradient is divided by the root of the running mean {second} of its square.",
    "Adam needs little tuning, which makes it a good first choice. SGD with momentum and a tuned rate often ends as well or better.",
  ],
  main: {
    title: "The same small rate",
    setup: "A network of 128 hidden units learns 3,000 digits in three epochs, at a rate of 0.02. B has momentum 0.9.",
    a: "plain SGD",
    b: "momentum 0.9",
    claim: "At the same small rate, B reads at least 5 percentage points more digits.",
    holds: "Three epochs are 141 steps. At this rate plain SGD is still on its way; momentum has arrived.",
    doesNotHold: "At a larger rate, or with more epochs, plain SGD arrives too. Read on below.",
  },
  whenNot: {
    title: "The same rate in effect",
    setup:
      "The same network. Plain SGD at 0.2 against momentum 0.9 at 0.02: for a steady gradient both go equally far.",
    a: "SGD, rate 0.2",
    b: "momentum, rate 0.02",
    claim: "Plain SGD at ten times the rate does as well as momentum, to within three percentage points.",
    holds:
      "Much of the lead was a larger rate in effect. Momentum pays where plain SGD cannot take that rate: on the quadratic with its long valley, see the path.",
    doesNotHold: "Change the rate of A: too small, and it is late; too large, and it swings or diverges.",
  },
  further: {
    adam: {
      tab: "Adam",
      title: "Gradients of very different sizes",
      setup:
        "Three hidden layers of 100 sigmoid units learn 3,000 digits in four epochs. A is plain SGD at a rate of 1; at 0.5, 2, 4 and 8 it does no better. B is Adam at 0.01.",
      a: "SGD, rate 1",
      b: "Adam, rate 0.01",
      claim: "B reads at least 30 percentage points more digits than A.",
      holds:
        "Each sigmoid layer makes the gradient smaller on its way down, see the layers. No single rate suits the first layer and the last. Adam divides by each weight's own gradients, so all layers move. Normalization, or ReLU units with fitting first weights, mend the cause.",
      doesNotHold: "With ReLU units, fewer layers or more epochs, the gradients do not differ by so much.",
    },
    adamWhenNot: {
      tab: "Adam or a tuned rate",
      title: "One hidden layer, a tuned rate",
      setup:
        "One hidden layer of 128 ReLU units and 3,000 digits. Plain SGD at a rate of 0.2 against Adam at its default rate.",
      a: "SGD, rate 0.2",
      b: "Adam, default",
      claim: "Both do equally well, to within three percentage points.",
      holds:
        "Where the gradients of all layers are of one size, a rate for all of them is enough. What Adam spared here was to look for it: its default did as well at once.",
      doesNotHold: "Change the rate of A by ten, and it falls behind: that is what Adam is chosen for.",
    },
  },
  numbers: comparedNumbers,
  question:
    "From which rate on does plain SGD keep up with momentum at 0.02? At which rate does momentum begin to swing? And where does `adam` end, at its default rate?",
} as const satisfies ChapterText;
