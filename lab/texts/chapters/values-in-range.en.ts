import type { ChapterText } from "../../chapters/chapter.ts";
import { comparedNumbers } from "../claims.en.ts";

export const valuesInRange = {
  title: "Values in range",
  summary: "Scale the inputs, and one learning rate suits every weight.",
  idea: [
    "A pixel is a byte, from 0 to 255. The gradient of a weight in the first layer is {gradient}: the error δ at its unit times the input x. An input of 200 pushes its weights 200 times as hard as an input of 1.",
    "A learning rate that suits inputs near 1 is then far too large. The first steps throw the weights so far that most units never answer again, and nothing is learned after that.",
    "The cure costs two numbers: {standardize}, with the mean μ and the standard deviation σ of the training set. Dividing bytes by 255, {unit}, serves the same end. Measure on the training set alone, and use the same two numbers for everything that comes later.",
    "There is a second reason. A number in 32 bits has about seven digits: add 1 to 10⁹ and the 1 is lost. Values near 1 leave room on both sides.",
  ],
  main: {
    title: "Bytes or standardized pixels",
    setup:
      "A network with one hidden layer of 128 units learns 3,000 digits in three epochs, by plain SGD at a rate of 0.05. A gets the bytes as they are, B gets them standardized.",
    a: "raw bytes",
    b: "standardized",
    claim: "At this rate, B reads at least 50 percentage points more digits than A.",
    holds:
      "Rate, first weights and order of the digits are the same; only the size of the inputs differs. Compare the deviation and the dead share of the first layer.",
    doesNotHold:
      "Is the rate still 0.05? Bytes can be learned from, at a rate that suits them. It is the pair of scale and rate that has to fit.",
  },
  whenNot: {
    title: "Batch normalization has done it already",
    setup: "The same two runs, with batch normalization between the hidden layer's weights and its activation.",
    a: "raw bytes",
    b: "standardized",
    claim: "With batch normalization, scaling makes no difference of more than one percentage point.",
    holds:
      "A normalization right behind the first weights divides any common factor out again. Scaling is still a good habit: it costs nothing, and weight decay and schemes of initial weights count on it.",
    doesNotHold:
      "Batch normalization removes a common factor, and what the shift adds to all samples alike. What you changed goes beyond that: look at which layer's signals differ.",
  },
  numbers: comparedNumbers,
  question:
    "Give A, with its bytes, a rate of 0.0001. How far does it get in three epochs? Then let B use `scaleToUnit` or `scaleToSymmetric`: do [0, 1] and [−1, 1] come as far as `standardize`?",
} as const satisfies ChapterText;
