import type { Fetched } from "../backend/backend.ts";
import type { Tensor } from "../graph/tensor.ts";
import { saturated } from "./saturated.ts";
import type { ParameterSignal, Signal } from "./signal.ts";
import {
  allButUnits,
  largest,
  meanOf,
  normOf,
  scaledSquares,
  spreadOf,
  unitMeans,
  valuesPerUnit,
} from "./statistics.ts";

/** A layer in a step; the gradient ∂L/∂output is absent where none was asked for. */
export interface WatchedLayer {
  layer: string;
  output: Tensor;
  gradient?: Tensor;
}

/** A parameter in a step. */
export interface WatchedParameter {
  path: string;
  before: Tensor;
  after: Tensor;
  gradient: Tensor;
}

/** The names of what is recorded begin so. */
export const SIGNAL = "signal/";

export interface TracedSignals {
  /** What the device has to give back. */
  outputs: Record<string, Tensor>;
  /** The rows of one step from what it gave back. */
  read(fetched: Fetched, at: { step: number; epoch: number }): Signal[];
}

/**
 * Records the statistics of a step. The device reduces every tensor to some numbers for each unit, the host these to one
 * row for each layer, in float64. The same stage of all tensors stands together, so that few kernels wait for others.
 */
export function traceSignals(layers: readonly WatchedLayer[], parameters: readonly WatchedParameter[]): TracedSignals {
  const values = layers.flatMap(({ output, gradient }) => (gradient === undefined ? [output] : [output, gradient]));
  const moves = parameters.map(({ before, after, gradient }) => ({ before, gradient, move: after.sub(before) }));
  const all = [...values, ...moves.flatMap(({ before, gradient, move }) => [before, gradient, move])];

  const scale = new Map(all.map((x) => [x, largest(x)]));
  const mean = new Map(values.map((x) => [x, unitMeans(x)]));
  const flat = new Map(layers.map(({ output }) => [output, saturated(output)?.sum(allButUnits(output))]));
  const squares = new Map(all.map((x) => [x, scaledSquares(x, scale.get(x) as Tensor, mean.get(x))]));

  const outputs: Record<string, Tensor> = {};
  for (const [what, computed] of Object.entries({ scale, mean, flat, squares }))
    for (const [x, result] of computed) if (result !== undefined) outputs[nameOf(what, x)] = result;

  return {
    outputs,
    read(fetched, at) {
      const numbers = (what: string, x: Tensor) => fetched[nameOf(what, x)];
      const norm = (x: Tensor) => normOf(numbers("scale", x), numbers("squares", x));
      const spread = (x: Tensor) =>
        spreadOf(numbers("mean", x), numbers("scale", x), numbers("squares", x), valuesPerUnit(x));
      const rows = layers.map(
        ({ layer, output, gradient }): Signal => ({
          ...at,
          layer,
          ...spread(output),
          ...saturation(numbers("flat", output), valuesPerUnit(output)),
          ...(gradient === undefined ? {} : { gradientDeviation: spread(gradient).deviation }),
        }),
      );
      parameters.forEach(({ path }, i) => {
        const { before, gradient, move } = moves[i];
        const weight = norm(before);
        const signal: ParameterSignal = {
          norm: weight,
          gradientNorm: norm(gradient),
          ...(weight > 0 ? { updateRatio: norm(move) / weight } : {}),
        };
        const { row, name } = ownerOf(path, rows);
        row.parameters = { ...row.parameters, [name]: signal };
      });
      return rows;
    },
  };
}

function nameOf(what: string, { id }: Tensor): string {
  return `${SIGNAL}${what}/${id}`;
}

/** From how many values of each unit are saturated. */
function saturation(counts: ArrayLike<number> | undefined, perUnit: number): Pick<Signal, "saturated" | "dead"> {
  if (counts === undefined) return {};
  const dead = Array.from(counts, (count) => (count === perUnit ? 1 : 0));
  return { saturated: meanOf(counts) / perUnit, dead: meanOf(dead) };
}

/** The row of the layer that a parameter belongs to, and the parameter's name there; the last row for a lone layer. */
function ownerOf(path: string, rows: readonly Signal[]): { row: Signal; name: string } {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const row = rows.find(({ layer }) => layer === path.slice(0, end));
    if (row !== undefined) return { row, name: path.slice(end + 1) };
  }
  return { row: rows.at(-1) as Signal, name: path };
}
