import type { ChapterText } from "../../chapters/chapter.ts";
import { comparedNumbers } from "../claims.en.ts";

export const dropout = {
  title: "Dropout",
  summary: "Leave out units at random in training, so that none relies on another.",
  idea: [
    "In each training step, dropout sets each unit of a layer to 0 with probability {p}, and multiplies the others by {factor}, so that the mean stays: {mask}, where a mask of 0 or 1 is drawn for each unit. Predictions drop nothing.",
    "A unit cannot rely on one that may be missing. What the network knows must be spread over many units, and the oddities of a single sample are hard to hold on to.",
    "There is another view. Each mask picks a smaller network out of the large one; 512 units hold {networks} of them, which share their weights. Predicting with all units comes close to the mean of their answers.",
    "Dropout slows learning down. It pays where a network learns its samples by heart, and costs where it has not yet learned enough. The gain is small, some three percentage points here: one race may show the opposite, so it takes five.",
  ],
  main: {
    title: "Few samples, wrong labels",
    setup:
      "A network of 512 hidden units learns 600 digits for 40 epochs. Three in ten of their labels are drawn at random; those of the validation and test digits are right.",
    a: "without",
    b: "dropout 0.5",
    claim: "B reads more new digits: the whole 95\u00a0% interval of the gain lies above 0.",
    holds:
      "A learns the wrong labels by heart as well: its training loss goes to 0 while the validation loss rises. Dropout makes that harder. It does not make it impossible; stopping early gains more here.",
    doesNotHold:
      "With right labels or more digits there is less to gain, and with few epochs nothing has been learned by heart yet.",
  },
  whenNot: {
    title: "A small network with enough samples",
    setup: "Sixteen hidden units learn 3,000 digits with right labels for five epochs.",
    a: "without",
    b: "dropout 0.5",
    claim: "B reads fewer new digits: the whole 95\u00a0% interval of the gain lies below 0.",
    holds:
      "Sixteen units are too few to learn 3,000 digits by heart. To leave out half of them takes away what there is.",
    doesNotHold: "A larger network, or a lower rate of dropout, has units to spare. Which did you choose?",
  },
  numbers: comparedNumbers,
  question:
    "Try 0.2 and 0.8 for B. Where is the gain largest? Then take the wrong labels away with `labelNoise: 0`: how much of it is left, and does its interval still exclude 0?",
} as const satisfies ChapterText;
