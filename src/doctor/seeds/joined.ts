import type { NumberArray, Samples, Values } from "../../data/dataset.ts";

/** Samples of the same form one behind the other. */
export function joined(a: Samples, b: Samples): Samples {
  return { inputs: joinedValues(a.inputs, b.inputs), targets: joinedValues(a.targets, b.targets) };
}

function joinedValues(a: Values, b: Values): Values {
  const data = new (a.data.constructor as new (length: number) => NumberArray)(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { shape: [a.shape[0] + b.shape[0], ...a.shape.slice(1)], data };
}
