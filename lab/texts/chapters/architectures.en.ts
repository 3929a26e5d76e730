import type { ChapterText } from "../../chapters/chapter.ts";
import { comparedNumbers } from "../claims.en.ts";

export const architectures = {
  title: "Architectures",
  summary: "A deep network needs a way around its layers.",
  idea: [
    "More layers can compute more. But a signal has to come through all of them, and so does the gradient on its way back. Good initial weights keep both at their size. They do not keep the gradient's sense: after forty layers it hardly says which weight should move where.",
    "A plain block computes {plain}. A residual block computes {residual}: the shortcut carries {x} past the layers, and these learn only what to add. The gradient of a block is {gradient}. The identity {i} passes it on whole, however many blocks there are.",
    "If the last weights of every block begin at 0, then {f} is 0 and the deep network begins as a shallow one. Training makes it as deep as the task needs.",
    "Choose an architecture that has worked for a similar task, with no more weights than your samples can pay for. Images ask for convolutions; depth asks for shortcuts.",
  ],
  main: {
    title: "Forty-one layers, with and without shortcuts",
    setup:
      "Forty-one hidden layers of 64 ReLU units with He's weights learn 1,500 digits in six epochs, by Adam. In B a shortcut leads around each pair of layers, whose second weights begin at 0.",
    a: "plain",
    b: "with shortcuts",
    claim: "B reads at least 20 percentage points more digits than A.",
    holds:
      "Both have the same layers and as many weights. See the gradient of the first layers, and how soon each loss begins to fall.",
    doesNotHold: "With fewer layers the plain network trains well enough. How many did you leave?",
  },
  whenNot: {
    title: "Three hidden layers",
    setup: "The same with a single pair of layers after the first one.",
    a: "plain",
    b: "one shortcut",
    claim: "A shortcut gains less than three percentage points.",
    holds: "Three layers are no obstacle. A shortcut costs nothing here, and gains next to nothing.",
    doesNotHold: "Did you make it deeper, or train for fewer epochs? The shortcut is ahead mostly at the start.",
  },
  numbers: comparedNumbers,
  question:
    "Write 3, 5 or 10 in place of 20 in both models. At which depth does the plain network fall behind? Does `batchNorm()` after each `dense` of A help it?",
} as const satisfies ChapterText;
