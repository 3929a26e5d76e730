import { computedBy } from "../../backend/computed-by.ts";
import { withoutTrial } from "../../backend/on-trial.ts";
import { splitExpressions } from "../../expression/split-expressions.ts";
import { defined } from "../../options/defined.ts";
import type { RowPrediction } from "../../predict/prediction.ts";
import { csvLine } from "../../report/words/csv-line.ts";
import { backendTeller } from "../../train/progress/backend-teller.ts";
import { VERSION } from "../../version.ts";
import { BACKEND_DOC, backendFlag } from "../backend-flag.ts";
import type { AddCommand } from "../command.ts";
import { givenParts } from "../judging/given-data.ts";
import { keptColumns } from "../judging/kept-columns.ts";
import { predictedRows } from "../judging/predicted-rows.ts";
import { type PredictionColumn, predictionColumns } from "../judging/prediction-columns.ts";
import { addDataFlags, savedModel } from "../judging/saved-model.ts";

/** Lines that are written at once. */
const BLOCK = 1000;

export const predictCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("predict")
    .description(
      "predict with a saved model: evenkeel predict model.evenkeel --data new.csv > out.csv writes a line for each row, while rows come in",
    );
  addDataFlags(command);
  command
    .option("--keep <columns>", "columns of the table that are copied in front of the predictions: id,name")
    .option("--backend <name>", BACKEND_DOC)
    .option("--json-lines", "print a JSON object on a line for each row");
  command.action(async (file: string, flags: Record<string, string | boolean>) => {
    const options = defined({ backend: backendFlag(flags) });
    const { model, request } = await savedModel(file, flags);
    const names = typeof flags.keep === "string" ? splitExpressions(flags.keep) : [];
    const all: object[] = []; // of the one document of --json
    let columns: PredictionColumn[] | undefined;
    let computed: string | undefined; // each part of a long table
    const tellBackend = backendTeller((line) => host.err(line));
    let name = "";
    for await (const given of givenParts(model, request, host)) {
      const isFirst = columns === undefined;
      const kept = keptColumns(given, names, isFirst);
      const rows = await predictedRows(model, given, options);
      if (model.predictedBy !== undefined) {
        computed = computedBy(computed && withoutTrial(computed), model.predictedBy);
        tellBackend(model.predictedBy);
      }
      if (columns === undefined) {
        columns = predictionColumns(model, rows[0]);
        name = given.name;
      }
      const shown = columns;
      const asObject = (row: RowPrediction, i: number) => {
        const facts = Object.fromEntries(kept.map((column) => [column.name, column.cells[i] ?? null]));
        return { ...(kept.length > 0 && { row: facts }), ...row };
      };
      const asCells = (row: RowPrediction, i: number) =>
        csvLine([...kept.map(({ cells }) => cells[i]), ...shown.map(({ cell }) => cell(row))]);
      if (flags.json === true) {
        for (const [i, row] of rows.entries()) all.push(asObject(row, i));
        continue;
      }
      const isLines = flags.jsonLines === true;
      if (isFirst && !isLines) host.out(csvLine([...names, ...columns.map(({ heading }) => heading)]));
      const lineOf = isLines ? (row: RowPrediction, i: number) => JSON.stringify(asObject(row, i)) : asCells;
      for (let at = 0; at < rows.length; at += BLOCK)
        host.out(
          rows
            .slice(at, at + BLOCK)
            .map((row, i) => lineOf(row, at + i))
            .join("\n"),
        );
      if ((await host.ready?.()) === false) break;
    }
    await model.close();
    const { classes } = model;
    if (flags.json === true)
      host.out(
        JSON.stringify({
          evenkeel: VERSION,
          model: file,
          data: name,
          ...defined({ classes, backend: computed }),
          predictions: all,
        }),
      );
    exit(0);
  });
};
