import { describe, expect, test } from "vitest";
import { failureOf, type Outcome } from "./failure-of.ts";

const good: Outcome = {
  stopped: { reason: "epochs", epoch: 2 },
  history: [{ validation: { loss: 0.3 } }],
  test: { loss: 0.4, accuracy: 0.9 },
  steps: 8,
  skippedSteps: 0,
};

describe("failureOf", () => {
  test("has nothing to say of a run that ended with finite measures, even where some steps were skipped", () => {
    expect(failureOf(good)).toBeUndefined();
    expect(failureOf({ ...good, skippedSteps: 7 })).toBeUndefined();
    expect(failureOf({ ...good, stopped: { reason: "early stopping", epoch: 1 } })).toBeUndefined();
  });

  test("tells a run that took no step, diverged, or was interrupted", () => {
    expect(failureOf({ ...good, skippedSteps: 8 })).toMatch(/^no step was taken: the loss or gradient of all 8 steps/);
    expect(failureOf({ ...good, stopped: { reason: "diverged", epoch: 1, detail: "the loss was NaN" } })).toBe(
      "diverged: the loss was NaN",
    );
    expect(failureOf({ ...good, stopped: { reason: "aborted", epoch: 1 } })).toBe("interrupted");
    expect(failureOf({ ...good, stopped: { reason: "aborted", epoch: 1, detail: "mine" } })).toBe("broke off: mine");
  });

  test("takes a metric without a value for no failure", () => {
    expect(failureOf({ ...good, test: { loss: 0.4, rocAuc: Number.NaN } })).toBeUndefined();
  });

  test("tells a loss that is not finite: of the test part, or of the validation part where there is none", () => {
    expect(failureOf({ ...good, test: { loss: Number.NaN, accuracy: 0.1 }, skippedSteps: 3 })).toBe(
      "the test loss of its last weights is NaN; 3 of its steps were skipped, as their loss or gradient was not finite",
    );
    expect(failureOf({ ...good, test: undefined, history: [{ validation: { loss: Infinity } }] })).toBe(
      "the validation loss of its last weights is Infinity",
    );
    expect(failureOf({ ...good, test: undefined, history: [] })).toBeUndefined();
  });
});
