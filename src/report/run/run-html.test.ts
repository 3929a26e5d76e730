import { beforeAll, describe, expect, test } from "vitest";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import { csv } from "../../data/table/doors/csv.ts";
import { dense } from "../../model/layers/dense.ts";
import { graph } from "../../model/layers/graph.ts";
import { crossEntropy } from "../../model/losses/cross-entropy.ts";
import { heads } from "../../model/losses/heads.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import { earlyStopping } from "../../train/callbacks/early-stopping.ts";
import type { Run } from "../../train/run/run.ts";
import { train } from "../../train/train.ts";
import { runHtml } from "./run-html.ts";
import { type RunReport, runReport } from "./run-report.ts";

/** 60 rows; the class follows from the size, but for one row. */
const TABLE = [
  "size,color,kind",
  ...Array.from(
    { length: 60 },
    (_, i) => `${i % 7 === 3 ? "" : i},${i % 2 ? "red" : "blue"},${i < 30 || i === 59 ? "small" : "large"}`,
  ),
].join("\n");

async function trained(data: Dataset, outputs: number): Promise<{ run: Run; report: RunReport }> {
  const run = await train(dense(outputs), data, {
    epochs: 3,
    threads: 1,
    callbacks: [earlyStopping({ patience: 50 })],
  });
  const report = await runReport(run, data);
  await run.model.close();
  return { run, report };
}

describe("of a table with classes", () => {
  let report: RunReport;
  let page: string;
  beforeAll(async () => {
    report = (await trained(csv(TABLE, { target: "kind", validation: 0.2, test: 0.3, name: "stones" }), 2)).report;
    page = runHtml(report);
  });

  test("the confusion matrix counts every test sample once, in the row of its class", () => {
    const rows = report.confusion?.map((row) => row.reduce((sum, count) => sum + count, 0));
    expect(rows?.reduce((sum, count) => sum + count, 0)).toBe(18);
    expect(report.samples).toEqual({ train: 30, validation: 12, test: 18 });
  });

  test("the calibration counts every sample once, between 1/2 and 1", () => {
    expect(report.calibration?.reduce((sum, { count }) => sum + count, 0)).toBe(18);
    for (const { confidence, accuracy } of report.calibration ?? []) {
      expect(confidence).toBeGreaterThanOrEqual(0.5);
      expect(accuracy).toBeLessThanOrEqual(1);
    }
  });

  test("the most confident mistakes come first, each with the cells of its row and its line", () => {
    const wrong = (report.confusion ?? [])
      .flatMap((row, i) => row.filter((_, k) => k !== i))
      .reduce((sum, n) => sum + n, 0);
    expect(report.wrong).toHaveLength(Math.min(12, wrong));
    const probabilities = report.wrong.map(({ probability = 0 }) => probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    for (const { line = 0, row } of report.wrong)
      expect(TABLE.split("\n")[line - 1]).toContain(`${row?.size},${row?.color}`);
  });

  test("the page tells the measures beside the simplest answer, and what columns became", () => {
    expect(page).toContain("always answering the more frequent class");
    expect(page).toContain(
      "one feature for each value (red, blue)".replace(
        "red, blue",
        report.columns?.inputs.flatMap((c) => (c.kind === "categorical" ? c.categories : [])).join(", ") ?? "",
      ),
    );
    expect(page).toContain("the median, and a flag");
    expect(page).toContain("A model of stones");
    expect(page).not.toContain("<script");
  });

  test("the report is plain JSON", () => {
    expect(runHtml(JSON.parse(JSON.stringify(report)))).toBe(page);
  });
});

test("of real targets the page shows predicted and true values, in the units of the targets", async () => {
  const inputs = Array.from({ length: 50 }, (_, i) => [i]);
  const data = arrays({ inputs, targets: inputs.map(([x]) => 1000 + 3 * x), name: "lines" }, { test: 10 });
  const { report } = await trained(data, 1);
  expect(report.confusion).toBeUndefined();
  expect(report.residuals).toHaveLength(1);
  for (const [truth, answer] of report.residuals?.[0].pairs ?? []) {
    expect(truth).toBeGreaterThanOrEqual(1000);
    expect(Math.abs(answer - 1075)).toBeLessThan(2000);
  }
  const errors = report.wrong.map(({ error = 0 }) => Math.abs(error));
  expect(errors).toEqual([...errors].sort((a, b) => b - a));
  expect(runHtml(report)).toContain("Predicted and true values");
});

test("misread images are shown as pictures", async () => {
  const pixels = Uint8Array.from({ length: 40 * 64 }, (_, i) => (i * 37) % 256);
  const labels = Array.from({ length: 40 }, (_, i) => i % 3);
  const data = arrays({ inputs: { shape: [40, 64], data: pixels }, labels }, { test: 12 });
  const images = (of: Dataset["train"]) => ({ ...of, inputs: { ...of.inputs, shape: [of.inputs.shape[0], 8, 8, 1] } });
  const pictured = { ...data, train: images(data.train), test: data.test && images(data.test) };
  const { flatten } = await import("../../model/layers/flatten.ts");
  const { sequential } = await import("../../model/layers/sequential.ts");
  const run = await train(sequential([flatten(), dense(3)]), pictured as Dataset, { epochs: 1, threads: 1 });
  const report = await runReport(run, pictured as Dataset);
  await run.model.close();
  expect(report.wrong.length).toBeGreaterThan(0);
  for (const { picture = "" } of report.wrong) {
    const png = Buffer.from(picture.replace("data:image/png;base64,", ""), "base64");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
  }
  expect(runHtml(report)).toContain('<img src="data:image/png;base64,');
});

test("without held-out samples the page says that nothing is known about new ones", async () => {
  const { report } = await trained(arrays({ inputs: [[0], [1], [2], [3]], labels: [0, 1, 0, 1] }), 2);
  expect(runHtml(report)).toContain("nothing is known about new ones");
});

test("refuses what is no report", () => {
  expect(() => runHtml({} as RunReport)).toThrow("runHtml: expected what runReport gave");
});

test("of several outputs each is judged by itself: classes by confusion and calibration, numbers by residuals", async () => {
  const inputs = Array.from({ length: 30 }, (_, i) => [((7 * i) % 30) / 15 - 1]);
  const sides = inputs.map(([x]) => (x > 0 ? "right" : "left"));
  const named = { labels: { side: sides }, targets: { size·cm: inputs.map(([x]) => [1e4 + 500 * x]) } };
  const data = arrays({ inputs, ...named }, { test: 10 });
  const model = graph(({ input, apply }) => ({
    side: apply(dense(2), input()),
    size·cm: apply(dense(1), input()),
  }));
  const loss = heads([
    ["side", crossEntropy()],
    ["size·cm", meanSquaredError()],
  ]);
  const report = await runReport(await train(model, data, { epochs: 1, threads: 0, loss }), data);
  expect(report.outputs).toEqual(["side", "size·cm"]);
  const [side, size] = report.heads ?? [];
  expect(side.confusion?.flat().reduce((sum, count) => sum + count)).toBe(10);
  expect(side.calibration?.reduce((sum, { count }) => sum + count, 0)).toBe(10);
  expect(side.residuals).toBeUndefined();
  expect(size.residuals?.[0]).toMatchObject({ target: "size·cm" });
  expect(Math.abs(size.residuals?.[0].bias ?? 1e9)).toBeLessThan(2000); // in the units of the targets
  expect(size.wrong).toHaveLength(10);
  expect(size.confusion).toBeUndefined();
  const page = runHtml(report);
  expect(runHtml(JSON.parse(JSON.stringify(report)))).toBe(page);
  for (const words of [
    "Test side.accuracy",
    "size·cm.r2",
    "side: which classes are confused",
    "side: whether its probabilities can be trusted",
    "size·cm: predicted and true values",
    "size·cm: the largest errors",
  ])
    expect(page).toContain(words);
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => /[^\w-]/.test(id))).toEqual([]);
});

test("refuses data of other classes, and of other targets, than the run was trained on", async () => {
  const inputs = [[0], [1], [2], [3]];
  const yesNo = arrays({ inputs, labels: ["no", "yes", "no", "yes"] }, { test: 2 });
  const { run } = await trained(yesNo, 2);
  await expect(runReport(run, arrays({ inputs, labels: [0, 1, 2, 0] }, { test: 1, stratify: false }))).rejects.toThrow(
    "runReport: data: expected what the run was trained on, with the classes no, yes, received the classes 0, 1, 2.",
  );
  await expect(runReport(run, arrays({ inputs, targets: [0, 1, 2, 0] }, { test: 1 }))).rejects.toThrow(
    "received 1 targets that are numbers.",
  );
});

test("of several targets the largest errors are those of each by its own measure, and say which target it is", async () => {
  const inputs = Array.from({ length: 40 }, (_, i) => [(i % 20) / 10 - 1]);
  const targets = inputs.map(([x], i) => [1e7 * x, i === 39 ? 5e-7 : 1e-8 * x]); // the last one is far off in the second
  const data = arrays({ inputs, targets });
  const { report } = await trained({ ...data, test: data.train }, 2);
  const [{ sample, target, truth }] = report.wrong;
  expect([sample, target, truth]).toEqual([39, "target 2", "5e-7"]);
  const page = runHtml(report);
  expect(page).toContain(">Target</th>");
  expect(page).toMatch(/[\d]M</);
});
