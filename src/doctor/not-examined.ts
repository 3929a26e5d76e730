import type { Phase } from "./diagnosis.ts";
import type { Examination } from "./examination.ts";

/** What was not looked at, and why, in words: a healthy patient is one in what was looked at. */
export function notExamined(examination: Examination, asked: readonly Phase[]): string[] {
  const { patient, data, probe, course } = examination;
  const { layout, stream, columns } = patient.data;
  const { refused } = patient;
  const left: [boolean, string][] = [
    [refused !== undefined, `It was not trained, because train() refuses it: ${refused?.message}`],
    [refused === undefined && asked.includes("probe") && probe === undefined, "The probe was not gone through."],
    [
      refused === undefined && asked.includes("during") && course === undefined,
      "The short training was not gone through.",
    ],
    [
      course?.stopped?.reason === "aborted",
      `The short training was interrupted after ${course?.steps.length} steps: its later part was not looked at.`,
    ],
    [
      data.samples.validation === 0,
      "There is no validation set: nothing is known of other samples than those trained on.",
    ],
    [
      stream !== undefined,
      `The training set is streamed: of its ${data.samples.train.toLocaleString("en")} samples those are looked at that were kept to fit the scaling.`,
    ],
    [
      layout?.targets !== undefined && layout.targets.length > 1,
      "There are several targets: how often classes occur, and in which order, is not looked at.",
    ],
    [
      data.kind === "indices",
      "The inputs are row numbers of a table: their size, and how parts differ in it, is not looked at.",
    ],
    [
      columns?.inputs.some((column) => column.kind === "categorical" && column.as === "embedded") === true,
      "Of columns that are embedded, how parts differ is not looked at.",
    ],
  ];
  return left.flatMap(([is, text]) => (is ? [text] : []));
}
