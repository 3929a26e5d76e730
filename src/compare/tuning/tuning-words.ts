import type { MetricUnit } from "../../model/metric.ts";
import type { StudyTable } from "../study.ts";
import { counted, every } from "../words/number-words.ts";
import type { Range } from "./range.ts";
import type { TunedArm, Tuning } from "./tuning.ts";

/** What was tuned, with which budget, and what was chosen: one sentence each. */
export function tuningInWords({ tuner, tuned, budget, arms, judgedBy, seed }: Tuning, metric: string): string[] {
  const keys = every(Object.keys(tuned));
  if (arms.some(({ chosen }) => chosen === undefined))
    return [`The tuning of ${keys} was interrupted: nothing was compared. The same call goes on from there.`];
  const halving =
    tuner === "halving" ? ` of which the better half went on each time, ${counted(budget.runs, "run")} in all,` : "";
  const ends = arms.flatMap(({ variant, atEnd }) =>
    atEnd.map(({ key, end }) => `the ${end} ${key} was best for ${variant}`),
  );
  return [
    `Every variant had the same budget for tuning: ${counted(budget.trials, "trial")} of ${every(
      Object.entries(tuned).map(([key, from]) => fromInWords(key, from)),
    )},${halving} as much training as ${wholeRuns(budget.wholeRuns)} of the comparison, judged by ${judgedBy} with seed ${seed}, which the ` +
      `comparison does not have. The test ${metric} had no part in it.`,
    `Chosen: ${arms.map(chosenInWords).join("; ")}.`,
    ...(ends.length === 0
      ? []
      : [
          `Of all values tried, ${every(ends)}: beyond it a better one is possible, and more trials or a wider range would tell.`,
        ]),
  ];
}

function wholeRuns(count: number): string {
  return `${Number(count.toFixed(1))} runs`;
}

function fromInWords(key: string, from: Range | readonly unknown[]): string {
  if (Array.isArray(from)) return `${key} ${from.map(String).join(", ")}`;
  const { low, high, scale } = from as Range;
  return `${key} from ${low} to ${high}${scale === "log" ? " (logarithmic)" : ""}`;
}

function chosenInWords({ variant, chosen = {} }: TunedArm): string {
  return `${variant} with ${Object.entries(chosen)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ")}`;
}

/** Every trial of every variant, and what the validation set said after its last round. */
export function tuningTable({ tuned, arms, judgedBy }: Tuning, unit: MetricUnit): StudyTable {
  const keys = Object.keys(tuned);
  return {
    title: "What was tried",
    columns: [
      { name: "variant", heading: "Variant" },
      ...keys.map((key) => ({ name: `tried ${key}`, heading: key })),
      { name: "trained", heading: "Trained", unit: "share" },
      { name: "value", heading: judgedBy, unit: unit === "share" ? "share" : "number" },
      { name: "outcome", heading: "" },
    ],
    rows: arms.flatMap(({ variant, chosen, trials }) =>
      trials.flatMap(({ values, rounds }) => {
        const last = rounds.at(-1);
        if (last === undefined) return [];
        const isChosen = chosen !== undefined && keys.every((key) => chosen[key] === values[key]);
        return [
          {
            variant,
            ...Object.fromEntries(keys.map((key) => [`tried ${key}`, String(values[key])])),
            trained: last.share,
            ...(last.value === undefined ? {} : { value: last.value }),
            outcome: isChosen ? "chosen" : (last.failure ?? ""),
          },
        ];
      }),
    ),
    note: "Trained: the share of a whole run at which a trial ended. The variants were compared with what was chosen.",
  };
}
