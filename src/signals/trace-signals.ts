import type { Fetched } from "../backend/backend.ts";
import { sizeOf } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";
import { ownerOf } from "../model/owner-of.ts";
import { defined } from "../options/defined.ts";
import { saturated } from "./saturated.ts";
import { type ParameterSignal, SIGNAL, type Signal } from "./signal.ts";
import { allButUnits, anyOf, momentsOf, normOf, scaleOf, sum, valuesPerUnit } from "./statistics.ts";

/** A layer in a step, with ∂L/∂output if wanted. */
export interface WatchedLayer {
  layer: string;
  output: Tensor;
  gradient: Tensor | undefined;
}

/** A parameter in a step. */
export interface WatchedParameter {
  path: string;
  before: Tensor;
  after: Tensor;
  gradient: Tensor;
}

export interface TracedSignals {
  /** The outputs of the device. */
  outputs: Record<string, Tensor>;
  /** The rows of one step, from the values of these outputs. */
  read(fetched: Fetched, at: { step: number; epoch: number }): Signal[];
}

/**
 * Records the statistics of a step. The device reduces every tensor to a few numbers for each unit, and the host reduces
 * these to one row for each layer, in float64. Scales of all tensors come first, then sums, so that few kernels wait.
 */
export function traceSignals(layers: readonly WatchedLayer[], parameters: readonly WatchedParameter[]): TracedSignals {
  const values = layers.flatMap(({ output, gradient }) => (gradient === undefined ? [output] : [output, gradient]));
  const moves = parameters.map(({ before, after, gradient }) => ({ before, gradient, move: after.sub(before) }));
  const vectors = moves.flatMap(({ before, gradient, move }) => [before, gradient, move]);
  const saturation = new Map(layers.map(({ output }) => [output, saturated(output)]));

  const outputs: Record<string, Tensor> = {};
  const record = (what: string, x: Tensor, result: Tensor) => {
    outputs[nameOf(what, x)] = result;
    return result;
  };
  const scales = new Map([...values, ...vectors].map((x) => [x, record("scale", x, scaleOf(x))]));
  // Sums over one tensor are adjacent, so they become one kernel.
  for (const x of values) {
    const scale = scales.get(x) as Tensor;
    const distance = x.div(scale).sub(record("any", x, anyOf(x)).div(scale)); // divided first: ±1e38 would overflow
    record("sums", x, distance.sum(allButUnits(x))); // [units]
    record("squares", x, distance.square().sum(allButUnits(x))); // [units]
    const flat = saturation.get(x);
    if (flat !== undefined) record("saturated", x, flat.sum(allButUnits(x))); // [units]
  }
  for (const x of vectors)
    record(
      "squares",
      x,
      x
        .div(scales.get(x) as Tensor)
        .square()
        .sum(allButUnits(x)),
    ); // [units]

  return {
    outputs,
    read(fetched, at) {
      const numbers = (what: string, x: Tensor) => fetched[nameOf(what, x)];
      const scale = (x: Tensor) => numbers("scale", x)[0];
      const norm = (x: Tensor) => normOf(numbers("squares", x), scale(x));
      const moments = (x: Tensor) =>
        momentsOf(numbers("sums", x), numbers("squares", x), {
          any: numbers("any", x)[0],
          scale: scale(x),
          count: sizeOf(x.shape),
        });
      const rows = layers.map(
        ({ layer, output, gradient }): Signal => ({
          ...at,
          layer,
          ...moments(output),
          ...sharesOf(numbers("saturated", output), valuesPerUnit(output)),
          ...defined({ gradientStd: gradient && moments(gradient).std }),
        }),
      );
      const paths = new Set(rows.map((row) => row.layer));
      parameters.forEach(({ path }, i) => {
        const { before, gradient, move } = moves[i];
        const weight = norm(before);
        const signal: ParameterSignal = {
          norm: weight,
          gradientNorm: norm(gradient),
          ...defined({ updateRatio: weight > 0 ? norm(move) / weight : undefined }),
        };
        const owner = ownerOf(path, paths);
        const row = rows.find((one) => one.layer === owner) ?? rows[rows.length - 1]; // the last: the model is one layer
        row.parameters = { ...row.parameters, [owner === undefined ? path : path.slice(owner.length + 1)]: signal };
      });
      return rows;
    },
  };
}

function nameOf(what: string, { id }: Tensor): string {
  return `${SIGNAL}${what}/${id}`;
}

/** The shares, from the number of saturated values of each unit. */
function sharesOf(counts: ArrayLike<number> | undefined, perUnit: number): Pick<Signal, "saturated" | "dead"> {
  if (counts === undefined) return {};
  const dead = Array.from(counts).filter((count) => count === perUnit);
  return { saturated: sum(counts) / (counts.length * perUnit), dead: dead.length / counts.length };
}
