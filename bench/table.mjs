// The report as text for a terminal, and as Markdown.
import { goalsOf } from "./goals.mjs";

/** A load of the machine from which on others disturb. */
const QUIET = 0.5;

const HEAD = ["", "median", "minimum", "spread", "GFLOP/s", "of peak", "Evenkeel takes (minima)"];

/** Rows of cells; a row of one cell is a heading. */
function rowsOf({ measured }) {
  return measured.flatMap(({ workload, results, bound }) => [
    [workload.title],
    ...(bound === undefined ? [] : [boundRow(workload, bound)]),
    ...results.map(({ runner, median, minimum, spread, samples, gflops, ofPeak, ratio, ratioOfMinima }) => [
      runner.title,
      time(median),
      time(minimum),
      samples.length === 1 ? "one sample" : `${Math.round(spread * 100)} %`,
      gflops === undefined ? "" : gflops.toPrecision(3),
      ofPeak === undefined ? "" : `${Math.round(ofPeak * 100)} %`,
      ratio === undefined ? "" : `${times(ratio)} (${times(ratioOfMinima)})`,
    ]),
  ]);
}

function boundRow({ least }, { products, memory, milliseconds, ratio }) {
  const [flops, bytes] = [`${(least.flops / 1e9).toPrecision(3)} GFLOP`, `${(least.bytes / 1e6).toPrecision(3)} MB`];
  const title = `the limit: ${flops} in ${time(products)}, ${bytes} in ${time(memory)}`;
  return [title, time(milliseconds), "", "", "", "", times(ratio)];
}

export function tableText(report) {
  const rows = [HEAD, ...rowsOf(report)];
  const widths = HEAD.map((_, column) =>
    Math.max(...rows.filter((row) => row.length > 1).map((row) => row[column].length)),
  );
  const line = (row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ");
  const lines = rows.map((row) => (row.length === 1 ? `\n${row[0]}` : `  ${line(row)}`));
  return [
    ...facts(report),
    "",
    ...lines,
    "",
    ...goalLines(report).map((goal) => `  ${goal}`),
    ...(report.failures.length === 0 ? [] : ["", "Not run:"]),
    ...report.failures.map(({ what, reason }) => `  ${what}: ${reason}`),
  ].join("\n");
}

export function tableMarkdown(report) {
  const cells = (row) => `| ${row.join(" | ")} |`;
  return [
    "# Benchmarks",
    "",
    "Written by `npm run bench -- --markdown docs/benchmarks.md`; how it measures stands in `bench/README.md`.",
    "",
    ...facts(report).map((fact) => `- ${fact}`),
    "",
    cells(HEAD),
    `|---|${"---:|".repeat(HEAD.length - 1)}`,
    ...rowsOf(report).map((row) => (row.length === 1 ? cells([`**${row[0]}**`, "", "", "", "", "", ""]) : cells(row))),
    "",
    "## Goals",
    "",
    ...goalLines(report).map((goal) => `- ${goal}`),
    ...(report.failures.length === 0 ? [] : ["", "## Not run", ""]),
    ...report.failures.map(({ what, reason }) => `- ${what}: ${reason}`),
    "",
  ].join("\n");
}

function facts({ machine, descriptions, peaks }) {
  const [before] = machine.load;
  const busy = before > QUIET ? " — other programs were running, so these figures are noisy" : "";
  const limits = Object.entries(peaks).map(([threads, peak]) => `${peak.toFixed(1)} GFLOP/s on ${threads}`);
  return [
    `${machine.date}, ${machine.processor}, ${machine.simd}, ${machine.cores} cores, ${machine.system}`,
    `load of the machine before the run: ${before.toFixed(1)}${busy}`,
    ...new Set(Object.values(descriptions)),
    ...(limits.length === 0 ? [] : [`peak of multiply-and-add in registers, by threads: ${limits.join(", ")}`]),
    "the limit of a step: its matrix products and convolutions at the peak, its weights and their state at the speed of memory, whichever takes longer; nothing else counts",
    "times in milliseconds; spread: the middle half of the samples over the median; the last column: the time of Evenkeel with all threads over this time, of medians and of minima",
  ];
}

function goalLines(report) {
  return goalsOf(report).map(({ title, figure, goal, unit, met, least }) => {
    const show = (x) => (unit === "%" ? `${Math.round(x * 100)} %` : times(x));
    return `${met ? "met   " : "MISSED"} ${show(figure)}, goal ${least ? "at least" : "at most"} ${show(goal)}: ${title}`;
  });
}

function time(milliseconds) {
  return milliseconds >= 100 ? milliseconds.toFixed(0) : milliseconds.toPrecision(3);
}

function times(ratio) {
  return `${ratio >= 100 ? Math.round(ratio) : ratio >= 0.095 ? ratio.toFixed(2) : ratio.toPrecision(2)}×`;
}
