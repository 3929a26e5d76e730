import { expect, test } from "vitest";
import { filesOfTests } from "../../../test/files-of-tests.ts";
import { cellsOf, tableOf } from "../../../test/table-of.ts";
import { dense } from "../../model/layers/dense.ts";
import { loadRun } from "../../saved/load-run.ts";
import { train } from "../../train/train.ts";
import { tableDataset } from "./table-dataset.ts";

const fileWith = filesOfTests();

test("a run that was saved with a flag for so few rows predicts as it did, and is not resumed without it", async () => {
  const withGaps = (gaps: number) => {
    const x = cellsOf(500, (row) => (row < gaps ? null : Math.sin(row)));
    return tableDataset(tableOf({ x, y: cellsOf(500, (row) => ["a", "b"][row % 2]) }), { target: "y" });
  };
  const [flagged, plain] = [withGaps(6), withGaps(4)];
  const path = await fileWith("run.evenkeel", "");
  await (await train(dense(1), flagged, { epochs: 1, threads: 0 })).save(path);
  const run = await loadRun(path);
  expect(await run.model.predictRows([{ x: null }])).toMatchObject([{ class: expect.any(String) }]);
  await expect(train(dense(1), plain, { epochs: 2, threads: 0, resume: run })).rejects.toThrow(
    'resume: expected the columns of the table of the saved run, [{"name":"x","flag":true}], received [{"name":"x","flag":false}]',
  );
});
