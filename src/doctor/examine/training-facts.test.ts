import { expect, test } from "vitest";
import { points, SMALL, small } from "../../../test/small-runs.ts";
import { prepareTraining } from "../../train/prepare/prepare-training.ts";
import type { Patient } from "../examination.ts";
import { courseFacts } from "./course-facts.ts";
import { probeFacts } from "./probe-facts.ts";

const data = points(48, { validation: 12 });
const training = await prepareTraining(small(), data, { ...SMALL, epochs: 3 });
const patient: Patient = { data, model: small(), options: {}, training, task: training.task };
const host = { threads: 0 };

test("a short training is measured in inference mode, with errors, and has the same bits again", async () => {
  const course = await courseFacts(patient, host);
  expect(course.steps).toHaveLength(training.progress.totalSteps);
  const first = course.evaluations[0];
  const last = course.evaluations[course.evaluations.length - 1];
  expect([first.step, last.step]).toEqual([0, training.progress.totalSteps]);
  expect(last.train.loss.mean).toBeLessThan(first.train.loss.mean);
  expect(last.train.loss.error).toBeGreaterThan(0);
  const { sampleLosses = [] } = course;
  const mean = Array.from(sampleLosses).reduce((sum, loss) => sum + loss, 0) / sampleLosses.length;
  expect(mean).toBeCloseTo(last.train.loss.mean, 5);
  expect(await courseFacts(patient, host)).toEqual(course);
});

test("a probe tells the first loss from chance, learns a few samples by heart, and has the same bits again", async () => {
  const probe = await probeFacts(patient, host);
  expect(probe.simplestLoss).toBeCloseTo(Math.log(3), 1);
  expect(probe.firstSignals.map(({ layer }) => layer)).toEqual(["input", "0.dense", "1.relu", "2.dense"]);
  expect(probe.byHeart.wrong).toBeLessThan(0.2);
  expect(Math.abs(probe.halves.mean)).toBeLessThanOrEqual(1);
  expect(probe.modes.training).toBeCloseTo(probe.modes.inference, 5); // nothing differs without dropout
  expect(await probeFacts(patient, host)).toEqual(probe);
});
