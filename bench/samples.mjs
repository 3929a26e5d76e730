// Made-up data: what the numbers are does not matter to the time, as long as they are no denormals.
import { RandomStream } from "../dist/index.js";

/** Numbers of N(0, 0.3²). @param {readonly number[]} shape */
export function drawn(shape, seed) {
  const random = new RandomStream(seed, "bench");
  const size = shape.reduce((product, extent) => product * extent, 1);
  const some = Float32Array.from({ length: Math.min(size, 4099) }, () => 0.3 * random.normal()); // a prime, repeated
  return Float32Array.from({ length: size }, (_, i) => some[i % some.length]);
}

/** Classes in turn. */
export function labels(count, classes) {
  return Uint8Array.from({ length: count }, (_, i) => i % classes);
}

/** A permutation of the samples, cut into batches. */
export function batchesOf(samples, size) {
  const order = new RandomStream(1, "bench batches").permutation(samples);
  return Array.from({ length: Math.floor(samples / size) }, (_, i) =>
    Uint32Array.from(order.slice(i * size, (i + 1) * size)),
  );
}
