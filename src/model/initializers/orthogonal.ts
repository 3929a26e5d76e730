import { sizeOf } from "../../graph/shape.ts";
import { positive } from "../../options.ts";
import type { RandomStream } from "../../random.ts";
import { defineInitializer } from "../initializer.ts";

export const orthogonal = defineInitializer({
  name: "orthogonal",
  summary:
    "A random rotation: the columns of the kernel [inputs, outputs], or its rows if those are fewer, are orthonormal.",
  source: "Saxe, McClelland and Ganguli 2014; the rotation by Gram-Schmidt from normal numbers, as Haar's measure asks",
  section: "initialization",
  formula: "WᵀW = gain² · I",
  use: "Deep networks without normalization, linear, tanh or (with gain √2) ReLU: a square layer keeps the length of every signal exactly, not only on average.",
  avoid:
    "Wide layers: drawing takes about n_in · n_out² multiplications, seconds at 1,000 units. Before a normalization it gains little.",
  example: "orthogonal({ gain: Math.SQRT2 })",
  options: { gain: positive(1, "factor of all weights: √2 for ReLU") },
  draw({ shape, random }, { gain }) {
    const outputs = shape.at(-1) ?? 1;
    const inputs = sizeOf(shape.slice(0, -1));
    const wide = outputs > inputs;
    const vectors = orthonormal(Math.min(inputs, outputs), Math.max(inputs, outputs), random);
    return Float32Array.from({ length: inputs * outputs }, (_, i) => {
      const [row, column] = [Math.floor(i / outputs), i % outputs];
      return gain * (wide ? vectors[row][column] : vectors[column][row]);
    });
  },
});

/** n unit vectors of a length, at right angles to one another. */
function orthonormal(count: number, length: number, random: RandomStream): Float64Array[] {
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    // Twice is enough (Giraud et al. 2005).
    for (let pass = 0; pass < 2; pass++) for (const other of vectors) addMultiple(vector, other, -dot(vector, other));
    const norm = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((x) => x / norm));
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addMultiple(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}
