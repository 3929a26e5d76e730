/** The first value that was not finite in a step that was not taken. Plain JSON. */
export interface NonFinite {
  /** The step of the run, counted from 1; steps that were not taken count. */
  step: number;
  /** Its epoch, counted from 1. */
  epoch: number;
  /** Whether the value is one of the forward pass with its loss, of a gradient, or of what the optimizer made of it. */
  pass: "forward" | "gradient" | "update";
  /** The primitive that produced it, such as "exp"; "variable" where it was there before the step. */
  operation: string;
  /** The layer in whose code that is, as a path: "3.softmax", "loss", or the optimizer. "" outside of all. */
  layer: string;
  /** NaN, Infinity or -Infinity; a weight that is finite where the step would have made it too large to have a square. */
  value: number;
  /** What the operation took there, if it works element by element: [104.2] for exp, two numbers for div. */
  of?: number[];
  /** The number of the training sample, counted from 0 in the order in which it was given, where the value belongs to one. */
  sample?: number;
  /** All of it as a sentence, with what to do. */
  detail: string;
}
