import type { ChapterText } from "../../chapters/chapter.ts";
import { comparedNumbers } from "../claims.en.ts";

export const clippingAndRate = {
  title: "Clipping and the learning rate",
  summary: "The rate decides most; clipping is the fuse, decay the landing.",
  idea: [
    "If the learning rate {eta} is too small, little happens. If it is too large, a step overshoots, the next gradient is larger, and the next step overshoots further, until the numbers are no longer finite.",
    "Clipping limits the length of the gradient: {clip}. Here {norm} is the length over all weights together, and {theta} the limit. The direction stays, and a step of plain SGD is never longer than {length}.",
    "Decay makes the rate small in time: {decay}. It begins at {start} and is multiplied by {r} after each epoch {t}. Large steps come near a good place, small ones settle in it. Choose {r} by the length of the run: 0.98 takes 34 epochs to halve the rate, and does next to nothing in eight.",
    "What decay buys is often less the mean than the certainty: the third experiment shows both. The fourth shows what it costs where the rate was small already.",
  ],
  main: {
    title: "A rate far too high",
    setup:
      "Three hidden layers of 128 units learn 3,000 digits in three epochs, by plain SGD at a rate of 1.5. B clips the gradient to length 1.",
    a: "without",
    b: "clipped to 1",
    claim: "At this rate, B reads at least 40 percentage points more digits than A.",
    holds:
      "Most runs of A end in numbers that are not finite, or answer every digit alike. B takes short steps where A leaps. A better rate would do still better: clipping saves a run, it does not tune it.",
    doesNotHold: "At a rate that A can take, nothing needs saving. How far did you lower it?",
  },
  whenNot: {
    title: "A limit that is never reached",
    setup: "The same network at a rate of 0.1. B clips to length 10.",
    a: "without",
    b: "clipped to 10",
    claim: "Both runs are the same, to the last bit.",
    holds:
      "No gradient was longer than 10, so nothing was cut. A fuse that does not blow changes nothing: leave it in, for the one bad batch.",
    doesNotHold: "Some gradient was longer than your limit. From that step on, the two runs go separate ways.",
  },
  further: {
    decay: {
      tab: "Decay",
      title: "A rate that falls in time",
      setup:
        "One hidden layer of 128 units learns 2,000 digits in eight epochs, by plain SGD at a rate of 0.3. B multiplies the rate by 0.7 after each epoch, so it ends at 0.025.",
      a: "constant rate",
      b: "0.7 an epoch",
      claim: "Over five seeds, B's results lie at most a third as far apart as A's, by their standard deviation.",
      holds:
        "At this rate A still jumps about when it ends: which seed you have decides several points. B has settled. On average neither is better, see the verdict: decay buys certainty here, not accuracy.",
      doesNotHold:
        "Where the constant rate is small enough to settle by itself, both end alike. With 0.98 an epoch, the rate still has 85 % of its size after eight, and little changes.",
    },
    decayTooSoon: {
      tab: "Decay too soon",
      title: "A rate that was small already",
      setup: "The same network and the same decay, at a rate of 0.05.",
      a: "constant rate",
      b: "0.7 an epoch",
      claim: "B reads fewer new digits: the whole 95 % interval of the difference lies below 0.",
      holds:
        "A is still learning when it ends. B's rate falls before it has arrived, and its last epochs hardly move. Decay is for a rate that is too large to settle, and has to fit the length of the run.",
      doesNotHold: "Did you raise the rate or train longer? Then B had arrived before its rate fell.",
    },
  },
  numbers: {
    ...comparedNumbers,
    same: "Pairs that are the same to the last bit",
    spread: "Standard deviation over the seeds",
  },
  question:
    "In the third experiment, give B the schedule `exponential:0.98`, then `cosineDecay`. Which of them settles within eight epochs? And what does `warmup(50)` change in the first?",
} as const satisfies ChapterText;
