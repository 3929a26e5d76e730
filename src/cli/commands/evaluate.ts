import { type Dataset, type Samples, sampleCount } from "../../data/dataset.ts";
import { writeFileWhole } from "../../files.ts";
import { sizeOf } from "../../graph/shape.ts";
import { taskOfOutputs } from "../../model/task-of-outputs.ts";
import { defined } from "../../options/defined.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { runHtml } from "../../report/run/run-html.ts";
import { runReport } from "../../report/run/run-report.ts";
import { hanging } from "../../report/words/wrap.ts";
import { evaluate } from "../../train/evaluate.ts";
import { backendTeller } from "../../train/progress/backend-teller.ts";
import { unitsOf } from "../../train/progress/progress-text.ts";
import { baselineOf } from "../../train/run/baseline.ts";
import { type Measures, numbersOf, type TestMeasures } from "../../train/run/history.ts";
import type { Run } from "../../train/run/run.ts";
import { VERSION } from "../../version.ts";
import { BACKEND_DOC, backendFlag } from "../backend-flag.ts";
import type { AddCommand } from "../command.ts";
import { confusionText } from "../judging/confusion-text.ts";
import { dataInWords, type GivenData, givenData, withClassesOf } from "../judging/given-data.ts";
import { addDataFlags, savedModel } from "../judging/saved-model.ts";
import { measuresColumn, measuresTable } from "../measures-table.ts";
import { outputFile } from "../output-file.ts";
import { asError, tellFailure } from "../tell-failure.ts";
import { constantAnswer } from "../training/constant-answer.ts";

export const evaluateCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("evaluate")
    .description("judge a saved model with new data: evenkeel evaluate model.evenkeel --data new.csv");
  addDataFlags(command);
  command.option("--backend <name>", BACKEND_DOC);
  command.option("--report <file>", "write an HTML report with the confusion matrix, the misread samples and more");
  command.action(async (file: string, flags: Record<string, string | boolean>) => {
    const backend = backendFlag(flags);
    const { model, request } = await savedModel(file, flags);
    const report = typeof flags.report === "string" ? await outputFile(flags.report) : undefined;
    const given = await givenData(model, request, host);
    const data = await judgedData(model, given);
    const started = performance.now();
    const { backend: computed, ...test } = await evaluate(model, data.test, defined({ backend }));
    backendTeller((line) => host.err(line))(computed);
    const baseline = constantMeasures(model, data);
    const heads = headsIn(model);
    const seconds = (performance.now() - started) / 1000;
    const failed = await report?.write(async (path) =>
      writeFileWhole(path, await reportOf({ model, data, test, baseline, seconds, computed })),
    );
    await model.close();
    if (flags.json === true)
      host.out(
        JSON.stringify({
          evenkeel: VERSION,
          model: file,
          data: given.name,
          ...defined({ part: "part" in given ? given.part : undefined }),
          ...(heads === undefined ? { task: data.task } : { outputs: heads }),
          ...defined({ classes: model.classes }),
          samples: sampleCount(data.test),
          test,
          baseline,
          backend: computed,
          ...defined({ report: failed === undefined ? report?.path : undefined }),
          ...asError(failed),
        }),
      );
    else {
      const units = unitsOf(model.metrics);
      host.out(hanging("", dataInWords(given), host.width).join("\n"));
      const columns = [measuresColumn("model", test, units), measuresColumn(constantAnswer(data), baseline, units)];
      for (const line of measuresTable("", Object.keys(numbersOf(test)), columns)) host.out(line);
      const note = heads !== undefined ? "several" : data.task === "regression" ? "values" : "classes";
      host.out(hanging("", NOTE[note], host.width).join("\n"));
      const { confusionMatrix: only, confusionMatrices = {} } = test;
      for (const line of only === undefined ? [] : ["", ...confusionText(only, model.classes)]) host.out(line);
      for (const [name, matrix] of Object.entries(confusionMatrices)) {
        host.out(`\n${name}:`);
        for (const line of confusionText(matrix, heads?.[name]?.classes)) host.out(line);
      }
      if (report !== undefined && failed === undefined) host.out(`Report: ${report.path}`);
    }
    tellFailure(failed, host);
    exit(failed === undefined ? 0 : 1);
  });
};

const NOTE = {
  classes: "Beside the model: the class that is most frequent in these very data, always.",
  values: "Beside the model: the mean of these very data, always.",
  several:
    "Beside the model: for each output the class that is most frequent in these very data, or their mean, always.",
};

/** What is judged, as a dataset; its constant answer is that of these data, as a model does not know how often its classes were. */
type Judged = Dataset & { test: Samples };

async function judgedData(model: TrainedModel, given: GivenData): Promise<Judged> {
  const samples = "table" in given ? await model.samplesOf(given.table) : withClassesOf(model, given.of, given.samples);
  const { classes, columns, parts } = model;
  const { layout } = parts;
  const outputs = sizeOf(model.outputShape);
  const task = parts.task ?? taskOfOutputs({ loss: model.loss, outputs, ...defined({ classes }) });
  return { name: given.name, train: samples, test: samples, task, ...defined({ classes, columns, layout }) };
}

/** What each of several outputs learned, by its name. */
function headsIn({ loss: { heads } }: TrainedModel): Record<string, Pick<Dataset, "task" | "classes">> | undefined {
  return (
    heads &&
    Object.fromEntries(
      heads.tasks.map(({ task, place: { name, classes } }) => [name, { task, ...defined({ classes }) }]),
    )
  );
}

function constantMeasures(model: TrainedModel, data: Judged): Measures | undefined {
  const { loss, metrics, parts } = model;
  return baselineOf({ data, model: parts.layer.build(parts.inputShape), loss, metrics });
}

/** A page as training writes it, without what only training knows. */
async function reportOf(judged: {
  model: TrainedModel;
  data: Judged;
  test: TestMeasures;
  baseline: Measures | undefined;
  seconds: number;
  computed: string;
}): Promise<string> {
  const { model, data, test, baseline, seconds, computed } = judged;
  const run = {
    model,
    test,
    ...(data.task === "regression" && data.layout?.targets === undefined ? {} : { baseline }), // the page would call it the mean of the training targets
    history: [],
    stopped: { reason: "epochs", epoch: 0 },
    hints: [],
    seconds,
    backend: `saved model, ${computed}`,
  };
  const report = await runReport(run as unknown as Run, data);
  return runHtml({ ...report, samples: { test: sampleCount(data.test) } });
}
