import { defineMetric } from "../metric.ts";

export const accuracy = defineMetric({
  name: "accuracy",
  summary: "The share of samples whose largest output is that of the true class; with one output, whose sign is right.",
  source: "by definition",
  section: "losses",
  formula: "share of samples with argmax(x) = y",
  use: "To say how good a classifier is on classes of about equal share. With n test samples its standard error is √(p(1 − p)/n): 0.1 percentage points at 99 % of 10,000.",
  avoid:
    "Rare classes: where 1 % is positive, never to say so is 99 % right. It cannot be trained on, and is blind to how sure a model is: watch the loss too.",
  example: "accuracy()",
  higherIsBetter: true,
  options: {},
  compute({ output, target }) {
    const [batch, classes] = output.shape;
    const logit = output.reshape([batch, classes]);
    const said = classes === 1 ? logit.neg().less(0).reshape([batch]) : logit.argMax(1); // [batch]
    return said.equal(target.reshape([batch])).mean();
  },
});
