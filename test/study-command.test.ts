import { expect, test } from "vitest";
import { readTune, readVariants, readVary } from "../src/cli/commands/compare.ts";
import type { CompareOptions } from "../src/compare/compare.ts";
import { studyCommand } from "../src/compare/study-command.ts";
import { logUniform } from "../src/compare/tuning/range.ts";
import { adam } from "../src/optimize/optimizers/adam.ts";
import { sgd } from "../src/optimize/optimizers/sgd.ts";

test("says what was varied, how, and with which seeds", () => {
  const asked: CompareOptions = {
    base: { model: "mlp", hidden: [64, 32], epochs: 3 },
    vary: { optimizer: [adam(), sgd({ learningRate: 0.1, momentum: 0.9 })], clip: [undefined, 1] },
    design: "oneAtATime",
    tune: { learningRate: logUniform(1e-4, 0.1), dropout: [0, 0.5] },
    trials: 4,
    tuner: "halving",
    equivalence: "0.5 points",
    reach: { accuracy: 0.9 },
    untilDecided: { most: 20, looks: 3 },
  };
  expect(studyCommand(asked, [3, 4, 5])).toBe(
    "evenkeel compare --vary 'optimizer=adam,sgd({ learningRate: 0.1, momentum: 0.9 })' --vary clip=none,1 " +
      "--design one-at-a-time --model mlp --hidden 64,32 --epochs 3 --seed 3 --tune learningRate=log:0.0001..0.1 " +
      "--tune dropout=0,0.5 --trials 4 --tuner halving --equivalence '0.5 points' --reach accuracy=0.9 " +
      "--until-decided 20 --looks 3 --seeds 3",
  );
});

test("its values are read back as they were", () => {
  const vary = { hidden: [[64], [64, 32]], norm: ["none", "batch"], dropout: [0, 0.5] };
  const variants = {
    plain: {},
    "a wide one": { hidden: [512, 512], norm: "batch", optimizer: "sgd({ momentum: 0.9 })" },
  };
  const words = (command = "") =>
    [...command.matchAll(/--(?:vary|variant|tune) ('[^']*'|\S+)/g)].map(([, word]) => word.replaceAll("'", ""));
  expect(readVary(words(studyCommand({ vary }, [1])))).toEqual(vary);
  expect(readVariants(words(studyCommand({ variants }, [1])))).toEqual(variants);
  const tune = { learningRate: logUniform(1e-7, 0.1) };
  expect(readTune(words(studyCommand({ tune }, [1])))).toEqual(tune);
});

test("there is none for seeds that do not follow one another, or names that a flag would part", () => {
  expect(studyCommand({ vary: { dropout: [0, 1] } }, [4, 7])).toBeUndefined();
  expect(studyCommand({ variants: { "a: b": {}, c: {} } }, [1, 2])).toBeUndefined();
});
