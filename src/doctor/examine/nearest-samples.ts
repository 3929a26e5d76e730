import type { Samples } from "../../data/dataset.ts";
import { scaler } from "../../data/scaled.ts";
import { RandomStream } from "../../random.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";
import { pickedRows } from "./picked-rows.ts";

/** Of more numbers so many random sums are compared: distances stay what they are to about a tenth. */
const SUMS = 64;

/** Samples as points [rows, width]. */
export interface Placed {
  readonly rows: Uint32Array;
  readonly points: Float32Array;
  readonly width: number;
}

/** Some samples as the network takes them; of many numbers random sums (Johnson and Lindenstrauss 1984). */
export function placed(samples: Samples, { scale, seed }: Training, most: number): Placed {
  const all = pickedRows(samples);
  const order = new RandomStream(seed, "doctor/neighbors").permutation(all.length).slice(0, most);
  const rows = order.map((i) => all[i]);
  const { shape, data } = samples.inputs;
  const numbers = data.length / shape[0];
  const width = Math.min(numbers, SUMS);
  const scaleRow = scaler(scale);
  const row = new Float32Array(numbers);
  const signs = numbers > SUMS ? signsOf(numbers * SUMS) : undefined;
  const points = new Float32Array(rows.length * width);
  rows.forEach((sample, k) => {
    const from = sample * numbers;
    if (scaleRow) scaleRow(data, row, { from, to: from + numbers, at: 0 });
    else for (let i = 0; i < numbers; i++) row[i] = data[from + i];
    if (signs === undefined) points.set(row, k * width);
    else
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let i = 0; i < numbers; i++) sum += row[i] * signs[j * numbers + i];
        points[k * width + j] = sum;
      }
  });
  return { rows, points, width };
}

/** 1 or −1 each. */
function signsOf(count: number): Int8Array {
  const random = new RandomStream(1, "doctor/sums");
  const signs = new Int8Array(count);
  for (let i = 0; i < count; i += 32) {
    const bits = random.bits();
    for (let bit = 0; bit < 32 && i + bit < count; bit++) signs[i + bit] = (bits >>> bit) & 1 ? 1 : -1;
  }
  return signs;
}

/** Of each point the `k` nearest others, by their place among the second; a sample is no neighbor of its own. */
export function nearest(asked: Placed, among: Placed, k: number): Uint32Array[] {
  const { width } = asked;
  const sameSet = asked.points === among.points;
  return Array.from(asked.rows, (_, i) => {
    const distances = new Float64Array(k).fill(Infinity);
    const places = new Uint32Array(k);
    for (let j = 0; j < among.rows.length; j++) {
      if (sameSet && i === j) continue;
      let distance = 0;
      for (let x = 0; x < width; x++) distance += (asked.points[i * width + x] - among.points[j * width + x]) ** 2;
      if (distance >= distances[k - 1]) continue;
      let at = k - 1;
      for (; at > 0 && distances[at - 1] > distance; at--) {
        distances[at] = distances[at - 1];
        places[at] = places[at - 1];
      }
      distances[at] = distance;
      places[at] = j;
    }
    return places;
  });
}
