import { describe, expect, test } from "vitest";
import { effectsOf } from "../../compare/effects.ts";
import { NOT_BEGUN } from "../../compare/run-outcome.ts";
import type { Study, StudyRun } from "../../compare/study.ts";
import { studyHtml } from "./study-html.ts";

const VALUES = { "dropout 0": [0.9, 0.91, 0.92, 0.93], "dropout 0.5": [0.91, 0.92, 0.94, 0.95] };

describe("studyHtml", () => {
  test("shows the conclusions, every effect and every run", () => {
    const made = study(VALUES);
    const page = plain(studyHtml(made));
    expect(page).toContain(`<p><strong>dropout 0.5</strong>${made.conclusions[0].slice("dropout 0.5".length)}</p>`);
    expect(page).toContain(made.effects[1].verdict);
    // Mean 93.00 %, mean difference 1.5 points with 95 % interval 0.58 to 2.42, p = 0.014.
    for (const cell of ["93.00 %", "+1.50", "+0.58 to +2.42", "0.014"]) {
      expect(page).toContain(`<td class="number">${cell}</td>`);
    }
    expect(page.match(/<th scope="row">dropout 0(\.5)?<\/th><td class="number">\d<\/td>/g)).toHaveLength(8);
    expect(page).toContain('<td class="number">0.4321</td>');
    expect(page).toContain("early stopping, weights of epoch 2 (loss stood still)");
  });

  test("shows the settings, the changes and where it ran", () => {
    const page = studyHtml(study(VALUES)).replaceAll("\u00a0", " ");
    expect(page).toContain("<code>optimizer.learningRate</code></th><td><code>0.001</code>");
    expect(page).toContain("<code>dropout = 0.5</code>");
    for (const fact of ["Node.js v20.20.2", "wasm, relaxed SIMD", "2026-03-01 12:34 UTC", "1, 2, 3, 4", "1 min 12 s"]) {
      expect(page).toContain(fact);
    }
  });

  test("draws the differences, the values and the learning curves, each with title and description", () => {
    const page = studyHtml(study(VALUES));
    const charts = page.match(/<svg [^>]*role="img"[^>]*>/g) ?? [];
    expect(charts).toHaveLength(2 * (2 + 2) + 4); // estimates and all variants for wide and narrow; one of each variant and measure
    for (const chart of charts) {
      const [, title, description] = chart.match(/aria-labelledby="(\S+) (\S+)"/) ?? [];
      expect(page).toMatch(new RegExp(`<title id="${title}">[^<]+</title><desc id="${description}">[^<]+</desc>`));
    }
    expect(page).toContain("<title>dropout 0.5, seed 1: +1.00</title>");
    expect(page).toContain("dropout 0.5, epoch 2: 80.00 %, 80.00 % to 80.00 % over 4 runs");
    expect(page).toContain("← worse");
  });

  test("has the numbers behind every picture as a table with caption and scope, of at most 200 rows", () => {
    const page = plain(studyHtml(study(VALUES, {}, 1000)));
    const figures = page.match(/<figure aria-label="[^"]+">/g) ?? [];
    const tables = page.match(/<details class="numbers">.*?<\/details>/gs) ?? [];
    expect(tables).toHaveLength(figures.length);
    for (const [i, table] of tables.entries()) {
      const title = /aria-label="([^"]+)"/.exec(figures[i])?.[1];
      expect(table).toContain(`<caption><span>${title}</span></caption>`);
      expect(table).toContain('<th scope="col" class="number">dropout 0.5');
      expect(table.match(/<th scope="row"/g)?.length).toBeLessThanOrEqual(200);
    }
    expect(page).toContain("200 of 1,000 epochs are shown.");
    // Mean 91.50 %, differences 1, 1, 2 and 2 points.
    expect(tables[0]).toContain('<th scope="row">Seed 3</th><td class="number">+2.00</td>');
    expect(tables[1]).toContain('<th scope="row">Mean</th><td class="number">91.50 %</td>');
  });

  test("says how to run it again, or that no command does", () => {
    const command = "evenkeel compare --vary dropout=0,0.5 --tune 'learningRate=log:1e-4..1' --seeds 4";
    expect(plain(studyHtml(study(VALUES, { command })))).toContain(`<code>${command}</code>`);
    expect(studyHtml(study(VALUES))).toContain("No command line says all of this study");
  });

  test("turns the ends of the axis for a loss", () => {
    expect(studyHtml(study(VALUES, { metric: "loss", unit: "number", higherIsBetter: false }))).toContain("← better");
  });

  test("shows settings that hold, with the default rate, and no folder of the machine", () => {
    const made = study(VALUES, { base: { optimizer: "adam", clip: undefined, dataDirectory: "/home/of/someone" } });
    made.effects[0].rate = { optimizer: "adam", value: 0.001, byDefault: true };
    const page = studyHtml(made);
    expect(page).not.toMatch(/dataDirectory|someone|<code>clip|undefined/);
    expect(page).toContain("<code>learningRate</code></th><td>0.001, the default of adam</td>");
  });

  test("says of an interrupted study how many runs ended, and lists none that had not begun", () => {
    const made = study(VALUES);
    for (const run of made.runs.filter(({ seed }) => seed > 3)) {
      run.failure = NOT_BEGUN;
      delete run.test;
    }
    const page = plain(studyHtml({ ...made, ...effectsOf({ ...made, variants: made.effects.map(named) }) }));
    expect(page).toMatch(/<div class="answer series-1"><p>The study was interrupted: 6 of its 8 runs ended/);
    expect(page).toContain("4 seeds · 6 of 8 runs · ");
    expect(page).toContain("2 runs had not begun when the study was interrupted.");
    expect(page).not.toMatch(/interrupted before it began|Problem/);
  });

  test("draws nothing where no run finished, and says so", () => {
    const made = study({ "dropout 0": [Number.NaN], "dropout 0.5": [Number.NaN] }, {}, 0);
    const page = studyHtml(made);
    expect(page).toContain("No run finished with a test accuracy, so there is nothing to show.");
    expect(page).not.toContain('role="img"');
  });

  test("ends intervals of shares at what is possible, with a mark and its reason", () => {
    // 0.97 and 0.999: s / √2 = 0.0145, times t(0.975; 1) = 12.706 is 0.184 to either side.
    const page = plain(studyHtml(study({ "dropout 0": [0.97, 0.999], "dropout 0.5": [0.9, 0.9] })));
    expect(page).toContain('<td class="number">80.03 to 100*</td>');
    expect(page).toContain(
      "* Cut at the possible range. With 2 seeds, a 95 % interval is the mean ± 12.7 standard errors",
    );
    expect(page).not.toMatch(/>1(0[1-9]|1\d)(\.\d)?</); // no tick beyond 100
  });

  test("folds the table of every run", () => {
    expect(studyHtml(study(VALUES))).toContain("<details><summary>Show 8 runs</summary>");
  });

  test("needs nothing from elsewhere and runs nothing", () => {
    const page = studyHtml(study(VALUES));
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /http:|https:|\/\/[a-z]|@import|<script|<link/i,
    );
    expect(page).toContain("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;");
  });

  test("is the same for the same study, and for the study that went through JSON", () => {
    const made = study({ ...VALUES, broken: [Number.NaN, Number.NaN] });
    expect(studyHtml(made)).toBe(studyHtml(made));
    expect(studyHtml(JSON.parse(JSON.stringify(made)))).toBe(studyHtml(made));
  });

  test("shows a study of 0.1.0, which says neither units nor kinds of findings", () => {
    const made = study(VALUES);
    const { unit: _, ...early } = made;
    const effects = made.effects.map(({ variant, changes, value, difference, verdict }) => {
      const { adjusted: _, ...plain } = difference ?? {};
      return { variant, changes, value, verdict, ...(difference && { difference: plain }) };
    });
    expect(studyHtml({ ...early, effects } as unknown as Study)).toBe(studyHtml(made));
  });

  test("escapes every text", () => {
    const evil = `<script>alert("1")</script>`;
    const made = study({ ...VALUES, [evil]: [0.9, 0.8, 0.7, 0.9] }, { title: evil, base: { [evil]: evil } });
    made.runs[made.runs.length - 1].failure = evil;
    Object.assign(made.environment, { platform: evil, backend: evil });
    const page = studyHtml(made);
    expect(page).not.toContain("<script");
    expect(page).toContain("<h1>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</h1>");
    expectBalanced(page);
  });

  test.each(Object.entries(hardCases()))("is well formed and free of broken numbers: %s", (_, made) => {
    const page = studyHtml(made);
    expectBalanced(page);
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
    const ids = page.match(/ id="[^"]+"/g) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("has no intervals with one seed", () => {
    const page = studyHtml(hardCases()["one seed"]);
    expect(page).not.toContain('class="interval"');
    expect(page).toContain("With one seed, nothing can be concluded");
    expect(page).toContain("With one seed there is one difference and no way to tell it from chance");
  });

  test("shows why runs failed", () => {
    const page = studyHtml(hardCases()["failed runs"]);
    expect(page).toContain("the worker died");
    expect(page).toContain("1 of 4 seeds is left out, because a run failed or its test accuracy is not finite");
    expect(page).toContain("no run finished");
  });
});

/** Studies with something missing or not finite. */
function hardCases(): Record<string, Study> {
  const failed = study({ ...VALUES, broken: [Number.NaN, Number.NaN, Number.NaN, Number.NaN] });
  const dead = failed.runs[5];
  dead.failure = "the worker died";
  delete dead.test;
  const runaway = study(VALUES);
  for (const run of runaway.runs) {
    run.history[2].validation = { loss: Number.NaN, accuracy: Number.POSITIVE_INFINITY };
    run.history[1].train.loss = 1e300;
  }
  const withoutValidation = study(VALUES);
  for (const row of withoutValidation.runs.flatMap(({ history }) => history)) delete row.validation;
  return {
    "one seed": study({ "dropout 0": [0.9], "dropout 0.5": [0.92] }),
    "failed runs": { ...failed, ...effectsOf({ ...failed, variants: failed.effects.map(named) }) },
    "values that ran away": runaway,
    "no validation": withoutValidation,
    "no history": study(VALUES, {}, 0),
    "one epoch": study(VALUES, {}, 1),
    "the base alone": study({ "dropout 0": [0.9, 0.91] }),
    "equal values": study({ "dropout 0": [1, 1], "dropout 0.5": [1, 1] }),
  };
}

const named = ({ variant, changes }: Study["effects"][number]) => ({ name: variant, changes });

function study(values: Record<string, number[]>, more: Partial<Study> = {}, epochs = 3): Study {
  const metric = more.metric ?? "accuracy";
  const history = Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    learningRate: 0.001,
    seconds: 1,
    train: { loss: 0.9 / (i + 1), accuracy: 0.7 + 0.1 * i },
    validation: { loss: 1 / (i + 1), accuracy: 0.7 + 0.1 * i },
  }));
  const runs = Object.entries(values).flatMap(([variant, each]) =>
    each.map((value, i): StudyRun => {
      const stopped = { reason: "early stopping", epoch: 3, bestEpoch: 2, detail: "loss stood still" } as const;
      const test = { loss: 0.4321, [metric]: value };
      return { variant, seed: i + 1, history: structuredClone(history), test, stopped, seconds: 4.5 };
    }),
  );
  const variants = Object.keys(values).map((name) => ({ name, changes: { dropout: Number(name.split(" ")[1] ?? 0) } }));
  const compared = { runs, metric, baseline: "dropout 0", unit: "share", higherIsBetter: true, ...more } as const;
  return {
    title: "Dropout on the digits",
    base: { optimizer: { name: "adam", learningRate: 0.001 }, layers: [32, 64], clip: null, augment: {} },
    seeds: values["dropout 0"].map((_, i) => i + 1),
    ...compared,
    ...effectsOf({ ...compared, variants }),
    environment: {
      evenkeel: "0.1.0",
      platform: "Node.js v20.20.2",
      backend: "wasm, relaxed SIMD",
      parallel: 2,
      date: "2026-03-01T12:34:56Z",
    },
    seconds: 72,
  };
}

/** No-break spaces as plain ones. */
const plain = (page: string) => page.replaceAll("\u00a0", " ").replaceAll("&#39;", "'");

/** Every element is ended, in the order in which it was begun, except those that HTML has without an end. */
function expectBalanced(page: string): void {
  const open: string[] = [];
  for (const [, end, name] of page.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>/g)) {
    if (end) expect(open.pop()).toBe(name);
    else if (name !== "meta") open.push(name);
  }
  expect(open).toEqual([]);
}
