import { expect, test } from "vitest";
import { madeStudy } from "../../../test/made-study.ts";
import { NOT_BEGUN } from "../../compare/run-outcome.ts";
import { csvTableOf } from "../../data/table/read/read-csv.ts";
import { studyCsv } from "./study-csv.ts";

test("a row is a run, with what its variant changes and the base elsewhere", () => {
  expect(studyCsv(madeStudy({ plain: [0.5, 0.25], dropped: [0.75, 1] }))).toBe(
    [
      "variant,seed,dropout,test loss,test accuracy,epochs,steps,seconds,failure",
      "plain,1,0,0.5,0.5,2,20,1.5,",
      "plain,2,0,0.5,0.25,2,20,1.5,",
      "dropped,1,0.1,0.5,0.75,2,20,1.5,",
      "dropped,2,0.1,0.5,1,2,20,1.5,",
      "",
    ].join("\r\n"),
  );
});

test("a run that failed says why, one that had not begun has empty cells, and NaN stands for what is not finite", () => {
  const study = madeStudy({ plain: [0.5], broken: [Number.NaN], late: [0] });
  const [, broken, late] = study.runs;
  Object.assign(late, { failure: NOT_BEGUN, history: [], test: undefined, steps: undefined });
  broken.failure = "diverged, at once";
  const [, , second, third] = studyCsv(JSON.parse(JSON.stringify(study))).split("\r\n");
  expect(second).toBe('broken,1,0.1,0.5,NaN,2,20,1.5,"diverged, at once"');
  expect(third).toBe("late,1,0.2,,,,,1.5,interrupted before it began");
});

test("names and settings with commas, quotes and line breaks are read back as they were", () => {
  const name = 'a, "b"\nc';
  const study = madeStudy({ plain: [0.5], [name]: [0.75] }, { dataSeeds: [7] });
  study.effects[1].changes = { optimizer: "sgd({ learningRate: 0.1, momentum: 0.9 })" };
  study.runs[1].dataSeed = 7;
  const { columns } = csvTableOf("study", studyCsv(study), { decimal: ".", header: true });
  const cellsOf = (wanted: string) => columns.find((column) => column.name === wanted)?.cells[1];
  expect([cellsOf("variant"), cellsOf("optimizer"), cellsOf("dataSeed")]).toEqual([
    name,
    "sgd({ learningRate: 0.1, momentum: 0.9 })",
    "7",
  ]);
});
