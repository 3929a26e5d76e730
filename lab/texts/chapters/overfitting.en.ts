import type { ChapterText } from "../../chapters/chapter.ts";
import { comparedNumbers } from "../claims.en.ts";

export const overfitting = {
  title: "Overfitting",
  summary: "A network that learns its samples by heart reads new ones worse. Stop before.",
  idea: [
    "A network with many more weights than samples can learn each sample by heart, wrong labels included. Its training loss goes on falling, while the loss on samples that it has not seen rises: it overfits.",
    "So keep some samples aside and watch {loss}, the loss on them after epoch t. Early stopping gives back the weights of the best epoch, {stop}. Its patience says how many epochs without improvement it waits.",
    "Weight decay puts a price on large weights: {decay}, where {lambda} is the price. Averaging several networks, {mean}, takes away the part of the error in which they differ. Dropout does something like it within one network. More samples, or samples changed at random, often help most.",
    "None of it is free. Samples kept aside are not trained with. And the loss may rise while accuracy still grows, because a network becomes too sure of its mistakes before it makes more of them.",
  ],
  main: {
    title: "Stopping before the wrong labels are learned",
    setup:
      "A network of 512 hidden units learns 600 digits. Half of their labels are drawn at random; those of the validation and test digits are right. A trains for 40 epochs. B stops after three epochs without a lower validation loss and keeps its best weights.",
    a: "40 epochs",
    b: "early stopping",
    claim: "A's validation loss ends at least a tenth above its lowest value, and B reads more new digits than A.",
    holds:
      "What most digits have in common is learned first, single wrong labels later. B stops in between. It also saves more than half of the time.",
    doesNotHold:
      "Look at the validation curve. If it does not rise, there was nothing to stop: fewer wrong labels, more samples, a smaller network or fewer epochs.",
  },
  whenNot: {
    title: "Few digits, all labels right",
    setup: "The same network and 200 digits with right labels.",
    a: "40 epochs",
    b: "early stopping",
    claim: "Stopping early gains less than two percentage points.",
    holds:
      "The validation loss hardly rises here, so there is little to stop for. More samples would help: shift and rotate those that there are.",
    doesNotHold: "Did you bring in wrong labels, or train far longer? Then there is something to stop for.",
  },
  further: {
    weightDecay: {
      tab: "Weight decay",
      title: "Large weights have a price",
      setup:
        "The network of 512 hidden units and the 600 digits with half of the labels at random again, by AdamW for 40 epochs. B makes all weights smaller by 1 % in each step: a decay of 10 at a rate of 0.001.",
      a: "no decay",
      b: "decay 10",
      claim: "B reads more new digits: the whole 95 % interval of the difference lies above 0.",
      holds:
        "A learns every label, right or wrong, and needs large weights for that. B cannot keep them: what many digits have in common is pushed again and again, a single wrong label is not. Ten is a thousand times the usual decay, for very noisy labels.",
      doesNotHold:
        "With a decay of 0.1 or less nothing is to be seen within 40 epochs: 400 steps shrink the weights by 4 %.",
    },
    weightDecayWhenNot: {
      tab: "Weight decay, clean labels",
      title: "All labels right",
      setup: "The same network and 600 digits with right labels, for 20 epochs. B has the same decay of 10.",
      a: "no decay",
      b: "decay 10",
      claim: "B reads fewer new digits: the whole 95 % interval of the difference lies below 0.",
      holds:
        "There is nothing here that should not be learned, and the decay takes away some of what should. How much of it is right depends on the labels, so choose it by the validation set.",
      doesNotHold: "At 5 the decay costs half as much. It gains nothing either.",
    },
    averaging: {
      tab: "Averaging",
      title: "Five networks of one run",
      setup:
        "A network of 128 hidden units and the 600 digits with half of the labels at random. For both, the rate falls to 0 every eight epochs and begins anew, five times. A is the network at the end. B averages the answers of the five at the ends of the falls, of which A is the last.",
      a: "the last one",
      b: "mean of five",
      claim: "B reads more new digits: the whole 95 % interval of the difference lies above 0.",
      holds:
        "Each of the five learned some wrong labels by heart, and none makes quite the mistakes of the others. The mean takes away what they do not share. It costs five times the work where it reads, not where it learns.",
      doesNotHold: "Networks that make the same mistakes gain nothing: after small steps they are hardly different.",
    },
    averagingWhenNot: {
      tab: "Averaging, clean labels",
      title: "All labels right",
      setup: "The same two, with 600 digits whose labels are right.",
      a: "the last one",
      b: "mean of five",
      claim: "Averaging gains less than one percentage point.",
      holds:
        "There is little here that one of the five gets wrong and the others do not. Networks from other first weights would differ more, at five times the price.",
      doesNotHold: "Did you give the five more to differ in, such as a higher rate or wrong labels?",
    },
  },
  numbers: {
    ...comparedNumbers,
    rise: "Last validation loss, as a multiple of the lowest",
    epochs: "Epochs until it stopped",
  },
  question:
    "In the second experiment, give B `augmentShift: 2` in place of early stopping. Does it gain what stopping could not? In the first, what does a patience of 10 do?",
} as const satisfies ChapterText;
