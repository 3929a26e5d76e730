import { expect, test } from "vitest";
import { madeStudy } from "../../../test/made-study.ts";
import { studyMarkdown } from "./study-markdown.ts";

const VALUES = { plain: [0.9, 0.91, 0.92, 0.93], dropped: [0.91, 0.92, 0.94, 0.95] };

test("has the conclusions, all variants with verdicts, the curves, the command, settings and versions", () => {
  const command = "evenkeel compare --vary dropout=0,0.1 --seeds 4";
  const study = madeStudy(VALUES, { command, question: "Does it help?" });
  const text = studyMarkdown(study);
  expect(text).toMatch(/^# Dropout\n\n\*Does it help\?\*\n\n2 variants · 4 seeds · 8 runs · /);
  // Mean 93.00 %, mean difference 1.5 points with 95 % interval 0.58 to 2.42, p = 0.014.
  expect(text).toMatch(/^\| dropped \| 4 \| 93\.00 % \| .* \| \+1\.50 \| \+0\.58 to \+2\.42 \| 0\.014 \|$/m);
  expect(text).toContain(`- **dropped**: ${study.effects[1].verdict} Further tests: `);
  expect(text).toMatch(/^\| Epoch \| plain \| dropped \|\n\| --- \| ---: \| ---: \|\n\| 1 \| 90\.00 % \(/m);
  expect(text).toContain(`\`\`\`sh\n${command}\n\`\`\``);
  expect(text).toContain("| dropped | `dropout = 0.1` |");
  for (const fact of ["| Seeds | 1, 2, 3, 4 |", "| Evenkeel | 0.1.0 |", "| `model` | `mlp` |"])
    expect(text).toContain(fact);
});

test("says where no command does the same", () => {
  expect(studyMarkdown(madeStudy(VALUES))).toContain("No command line says all of this study");
});

test("shows names and messages as they are, in cells that stay cells", () => {
  const evil = "a | <b>\n`c` *d* [e](f)";
  const study = madeStudy({ plain: [0.5, 0.6], [evil]: [0.7, 0.8] }, { title: evil });
  study.effects[1].changes = { optimizer: "a | `b`" };
  study.runs[3].failure = evil;
  const text = studyMarkdown(study);
  const shown = "a \\| \\<b\\> \\`c\\` \\*d\\* \\[e\\](f)";
  expect(text).toContain(`# ${shown}\n`);
  expect(text).not.toContain("<b>");
  expect(text).toContain("| `` optimizer = a \\| `b` `` |");
  const rows = text.split("\n").filter((line) => line.startsWith(`| ${shown} `));
  expect(rows.map((row) => row.split(/(?<!\\)\|/).length - 2)).toEqual([7, 2]); // of all variants, of changes
});

test("lists runs that failed, and shows few of many epochs", () => {
  const study = madeStudy(VALUES, {}, 100);
  study.runs[0].failure = "the worker died";
  const text = studyMarkdown(study);
  expect(text).toContain("1 run failed:\n\n- plain, seed 1: the worker died\n");
  expect(text).toContain("12 of 100 epochs are shown.");
  expect(text.match(/^\| 100 \| /gm)).toHaveLength(2); // of accuracy and loss
});
