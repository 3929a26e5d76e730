import type { Samples } from "../../data/dataset.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";
import type { Measured, NeighborFacts } from "../examination.ts";
import { classLabels } from "./class-labels.ts";
import { nearest, placed } from "./nearest-samples.ts";

/** So many samples are asked for their neighbors among so many. */
const ASKED = 600;
const AMONG = 1500;
/** So many neighbors vote. */
const VOTES = 10;
/** With fewer samples nothing is said. */
const LEAST = 40;

/** What neighbors say of targets: distances are of inputs as the network takes them. */
export function neighborFacts(training: Training): NeighborFacts | undefined {
  const { data, task } = training;
  const train = placed(data.train, training, AMONG);
  const labels = classLabels(training);
  if (
    train.rows.length < LEAST ||
    data.layout?.targets !== undefined ||
    (labels === undefined && task !== "regression")
  )
    return undefined;
  const asked = { ...train, rows: train.rows.slice(0, ASKED) };
  const validation = data.validation && placed(data.validation, training, ASKED);
  const enough = validation !== undefined && validation.rows.length >= LEAST;
  const near = nearest(asked, train, VOTES);
  if (labels === undefined) {
    const of = (samples: Samples, rows: Uint32Array, neighbors: readonly Uint32Array[]) =>
      correlation(
        samples,
        rows,
        data.train,
        neighbors.map((ones) => train.rows[ones[0]]),
      );
    return {
      train: of(data.train, asked.rows, near),
      validation: enough ? of(data.validation as Samples, validation.rows, nearest(validation, train, 1)) : undefined,
      chance: 0,
      outvoted: undefined,
    };
  }
  const classOf = (neighbor: number) => labels[train.rows[neighbor]];
  const agrees = (own: ArrayLike<number>, rows: Uint32Array, neighbors: readonly Uint32Array[]) =>
    shareOf(neighbors.map((ones, i) => classOf(ones[0]) === own[rows[i]]));
  const counts = new Map<number, number>();
  for (const row of train.rows) counts.set(labels[row], (counts.get(labels[row]) ?? 0) + 1);
  return {
    train: agrees(labels, asked.rows, near),
    validation: enough
      ? agrees((data.validation as Samples).targets.data, validation.rows, nearest(validation, train, 1))
      : undefined,
    chance: [...counts.values()].reduce((sum, count) => sum + (count / train.rows.length) ** 2, 0), // Σ p²
    outvoted: outvoted(near.map((ones, i) => ({ own: labels[asked.rows[i]], votes: Array.from(ones, classOf) }))),
  };
}

/** The share of samples of another class than most around them, among that half of them whose neighbors agree the most. */
function outvoted(asked: readonly { own: number; votes: readonly number[] }[]): Measured {
  const counted = asked.map(({ own, votes }) => {
    const counts = new Map<number, number>();
    for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
    const [first] = [...counts].sort(([, a], [, b]) => b - a);
    return { most: first[1], differs: first[0] !== own };
  });
  const calm = counted.toSorted((a, b) => b.most - a.most).slice(0, Math.ceil(counted.length / 2));
  return shareOf(calm.map(({ differs }) => differs));
}

function shareOf(answers: readonly boolean[]): Measured {
  const count = answers.length;
  const mean = answers.filter(Boolean).length / count;
  return { mean, error: Math.sqrt(Math.max(mean * (1 - mean), 1 / count) / count), count };
}

/** The correlation of real targets of samples and of their neighbors, a mean over the outputs. */
function correlation(own: Samples, rows: Uint32Array, train: Samples, neighbors: readonly number[]): Measured {
  const width = own.targets.data.length / own.targets.shape[0];
  let sum = 0;
  for (let output = 0; output < width; output++) {
    const a = Array.from(rows, (row) => own.targets.data[row * width + output]);
    const b = neighbors.map((row) => train.targets.data[row * width + output]);
    const [ma, mb] = [a, b].map((values) => values.reduce((all, x) => all + x, 0) / values.length);
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) ** 2;
      bb += (b[i] - mb) ** 2;
    }
    sum += aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
  }
  return { mean: sum / width, error: 1 / Math.sqrt(rows.length), count: rows.length };
}
