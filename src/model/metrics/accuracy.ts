import { defineMetric } from "../metric.ts";

export const accuracy = defineMetric({
  name: "accuracy",
  summary: "The share of samples whose largest output is that of the true class; with one output, whose sign is right.",
  source: "by definition",
  higherIsBetter: true,
  options: {},
  compute({ output, target }) {
    const [batch, classes] = output.shape;
    const logit = output.reshape([batch, classes]);
    const said = classes === 1 ? logit.neg().less(0).reshape([batch]) : logit.argMax(1); // [batch]
    return said.equal(target.reshape([batch])).mean();
  },
});
