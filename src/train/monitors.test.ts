import { describe, expect, test } from "vitest";
import { points, SMALL, small } from "../../test/small-runs.ts";
import { meanAbsoluteError } from "../model/losses/mean-absolute-error.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import { f1 } from "../model/metrics/f1.ts";
import { logLoss } from "../model/metrics/log-loss.ts";
import { rocAuc } from "../model/metrics/roc-auc.ts";
import { topKAccuracy } from "../model/metrics/top-k-accuracy.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { reduceOnPlateau } from "../optimize/schedules/reduce-on-plateau.ts";
import { warmup } from "../optimize/schedules/warmup.ts";
import { earlyStopping } from "./callbacks/early-stopping.ts";
import { Monitors } from "./monitors.ts";
import { train } from "./train.ts";

const metrics = [accuracy(), logLoss(), topKAccuracy(1), topKAccuracy(2)];
const monitors = () => new Monitors(metrics, true);
const epoch = (n: number, validation: Record<string, number>) => ({
  epoch: n,
  learningRate: 0.1,
  train: { loss: 9 },
  validation,
  seconds: 1,
});

describe("what a run goes by", () => {
  test("is the loss by default, and any measure by its name or as the metric, with its direction", () => {
    expect(monitors().find("here")).toEqual({ name: "loss", part: "validation", higherIsBetter: false });
    expect(monitors().find("here", "accuracy")).toMatchObject({ name: "accuracy", higherIsBetter: true });
    expect(monitors().find("here", logLoss())).toMatchObject({ name: "logLoss", higherIsBetter: false });
    expect(monitors().find("here", topKAccuracy(2))).toMatchObject({ name: "topKAccuracy(k: 2)" });
  });

  test("is turned into numbers to make small, which grow with the epochs", () => {
    const all = monitors();
    const accuracies = all.falling("here", "accuracy");
    all.add(epoch(1, { loss: 3, accuracy: 0.5 }));
    all.add(epoch(2, { loss: 2, accuracy: 0.75 }));
    all.add(epoch(3, { loss: 1 })); // as before a run was resumed with other metrics
    expect(accuracies).toEqual([-0.5, -0.75]);
    expect(all.falling("here")).toEqual([3, 2, 1]);
    expect(all.falling("here", "accuracy")).toBe(accuracies); // one list, by which a schedule knows it again
  });

  test.each<[unknown, RegExp]>([
    ["rocAuc", /received "rocAuc"\. Measure it: metrics: \[rocAuc\(\)\]\.$/],
    ["roc_auc", /Measure it: metrics: \[rocAuc\(\)\]/],
    ["val_accuracy", /received "val_accuracy"\. Write "accuracy": it is that of the validation set/],
    ["val_loss", /Write "loss"/],
    [f1(), /received "f1"\. Measure it: metrics: \[f1\(\)\]/],
    ["constructor", /Choose one of them, or add it to the metrics/],
  ])("is refused where it is not measured: %s", (monitor, message) => {
    const finding = () => monitors().find("train: callbacks: earlyStopping", monitor as string);
    expect(finding).toThrow(
      "train: callbacks: earlyStopping: monitor: expected what is measured on the validation set: " +
        "loss, accuracy, logLoss, topKAccuracy(k: 1), topKAccuracy(k: 2), received",
    );
    expect(finding).toThrow(message);
  });

  test("cannot be a metric of whole sets without a validation set", () => {
    const alone = new Monitors([accuracy(), rocAuc()], false);
    expect(alone.find("here", "accuracy").part).toBe("train");
    expect(() => alone.find("here", "rocAuc")).toThrow(
      /expected what is measured on the training set: loss, accuracy, received "rocAuc"\. .* validation: 0\.2/,
    );
  });
});

describe("a monitor that is not measured is refused before training", () => {
  const data = points(40, { validation: 10 });

  test("of a callback", async () => {
    const callbacks = [earlyStopping({ monitor: meanAbsoluteError() })];
    await expect(train(small(), data, { ...SMALL, callbacks })).rejects.toThrow(
      /^train: callbacks: earlyStopping: monitor: expected .*: loss, accuracy, logLoss, received "meanAbsoluteError"/,
    );
  });

  test("of a schedule, also within another", async () => {
    const learningRate = warmup(2, reduceOnPlateau(0.1, { monitor: "f1" }));
    await expect(train(small(), data, { ...SMALL, optimizer: adam({ learningRate }) })).rejects.toThrow(
      /^train: optimizer: reduceOnPlateau: monitor: expected .*received "f1"/,
    );
  });
});
