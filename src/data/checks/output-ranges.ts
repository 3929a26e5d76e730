/** The range of the outputs of some last layers. */
export const RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  relu: [0, Infinity],
  softplus: [0, Infinity],
  sigmoid: [0, 1],
  softmax: [0, 1],
  tanh: [-1, 1],
};

/** Whether a last layer cannot give all numbers. */
export function isBounded(layer: string): boolean {
  return Object.hasOwn(RANGES, layer);
}
