import { count } from "../../options.ts";
import { defineCallback } from "../callback.ts";

export const signals = defineCallback({
  name: "signals",
  summary: "Records at every n-th step what each layer does: its values, its gradients, how far its weights move.",
  source:
    "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 4",
  section: "diagnosis",
  formula:
    "std = √mean((a − mean a)²)\nsaturated: |tanh| > 0.99, |sigmoid − ½| > 0.49, ReLU = 0\nupdateRatio = ‖Δw‖ / ‖w‖",
  use: "When a run does not learn: to see in which layer signals fade, explode or saturate. The rows are in run.signals.",
  avoid:
    "Computed within the compiled step, in a second program that takes the same step; sampled every 10 steps it costs two to five per cent of the time, at every step a fifth to a half.",
  example: "signals({ every: 10 })",
  options: { every: count(10, "steps from one record to the next; the first step is always recorded") },
  signals: ({ every }) => ({ every }),
});
