import { usageError } from "../../errors.ts";
import { splitExpressions } from "../../expression/split-expressions.ts";
import { defined } from "../../options/defined.ts";
import { unknownName } from "../../options.ts";
import type { RowPrediction } from "../../predict/prediction.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { VERSION } from "../../version.ts";
import type { AddCommand } from "../command.ts";
import { csvLine } from "../judging/csv-line.ts";
import { type GivenData, givenData } from "../judging/given-data.ts";
import { predictedRows } from "../judging/predicted-rows.ts";
import { addDataFlags, savedModel } from "../judging/saved-model.ts";

/** Lines that are written at once. */
const BLOCK = 1000;

export const predictCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("predict")
    .description(
      "predict with a saved model: evenkeel predict model.evenkeel --data new.csv > out.csv writes a line for each row",
    );
  addDataFlags(command);
  command.option("--keep <columns>", "columns of the table that are copied in front of the predictions: id,name");
  command.action(async (file: string, flags: Record<string, string | boolean>) => {
    const { model, request } = await savedModel(file, flags);
    const given = await givenData(model, request, host);
    const kept = keptColumns(given, typeof flags.keep === "string" ? splitExpressions(flags.keep) : []);
    const rows = await predictedRows(model, given);
    await model.close();
    const facts = rows.map((_, i) => Object.fromEntries(kept.map(({ name, cells }) => [name, cells[i]])));
    if (flags.json === true) {
      const { classes } = model;
      const predictions = rows.map((row, i) => ({ ...(kept.length === 0 ? {} : { row: facts[i] }), ...row }));
      host.out(
        JSON.stringify({ evenkeel: VERSION, model: file, data: given.name, ...defined({ classes }), predictions }),
      );
    } else {
      const columns = predictionColumns(model, rows[0]);
      const lines = [
        csvLine([...kept.map(({ name }) => name), ...columns.map(({ heading }) => heading)]),
        ...rows.map((row, i) =>
          csvLine([...kept.map(({ cells }) => cells[i]), ...columns.map(({ cell }) => cell(row))]),
        ),
      ];
      for (let at = 0; at < lines.length; at += BLOCK) host.out(lines.slice(at, at + BLOCK).join("\n"));
    }
    exit(0);
  });
};

/** The columns of the table that are copied. @throws a usage error for those that it does not have. */
function keptColumns(given: GivenData, names: readonly string[]) {
  if (names.length === 0) return [];
  if (!("table" in given))
    throw usageError({
      where: "--keep",
      expected: "a table, whose columns have names",
      received: given.name,
      fix: "Leave --keep out; the lines are in the order of the samples.",
    });
  const { columns } = given.table;
  return names.map((name) => {
    const column = columns.find((each) => each.name === name);
    if (column !== undefined) return column;
    throw unknownName(
      "--keep",
      "column",
      name,
      columns.map((each) => each.name),
    );
  });
}

interface PredictionColumn {
  heading: string;
  cell(row: RowPrediction): unknown;
}

/** What stands in the columns of predictions: the class and the probability of each, or values; of several outputs one after another. */
function predictionColumns({ columns }: TrainedModel, first: RowPrediction): PredictionColumn[] {
  const [target = "class"] = columns?.targets ?? [];
  if (first.outputs === undefined) return columnsOf(first, target, (name) => name);
  return Object.entries(first.outputs).flatMap(([output, prediction]) => {
    const alone = Object.keys(prediction.values ?? {}).length === 1;
    const own = columnsOf(prediction, output, (name) => (alone ? output : `${output}_${name}`));
    return own.map(({ heading, cell }) => ({
      heading,
      cell: (row: RowPrediction) => cell(row.outputs?.[output] ?? {}),
    }));
  });
}

function columnsOf(first: RowPrediction, target: string, named: (name: string) => string): PredictionColumn[] {
  return [
    ...(first.class === undefined ? [] : [{ heading: `predicted_${target}`, cell: (row: RowPrediction) => row.class }]),
    ...Object.keys(first.values ?? {}).map((name) => ({
      heading: `predicted_${named(name)}`,
      cell: (row: RowPrediction) => shown(row.values?.[name]),
    })),
    ...Object.keys(first.probabilities ?? {}).map((name) => ({
      heading: `probability_${named(name)}`,
      cell: (row: RowPrediction) => shown(row.probabilities?.[name]),
    })),
  ];
}

/** The shortest text of a float32. */
function shown(x: number | undefined): string {
  if (x === undefined) return "";
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (Math.fround(short) === x) return String(short);
  }
  return String(x);
}
