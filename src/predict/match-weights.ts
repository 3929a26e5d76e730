import type { HostArray } from "../backend/backend.ts";
import { runError, usageError } from "../errors.ts";
import type { GivenTensor } from "../formats/given-tensor.ts";
import { sameShape, sizeOf } from "../graph/shape.ts";
import type { TensorSpecs } from "../model/layer.ts";
import { isWhole, reportText, someTensors, type WeightsReport } from "./weights-report.ts";

/** Given weights that fit a model, and what did not. */
export interface MatchedWeights {
  weights: Record<string, HostArray>;
  report: WeightsReport;
}

/** How weights are matched. */
interface Matching {
  /** Whether anything that does not match is refused. */
  strict: boolean;
  /** What tensors are that nothing is given for, in words. */
  kept: string;
}

/**
 * The given tensors that a model has under the same name with the same shape; those of unknown shape with as many numbers.
 * @param specs the parameters and statistics of the model.
 * @throws a usage error where none match, and, if `strict`, where not all do; a run error for numbers that are not finite.
 */
export function matchWeights(
  where: string,
  specs: TensorSpecs,
  given: Readonly<Record<string, GivenTensor>>,
  { strict, kept }: Matching,
): MatchedWeights {
  const report: WeightsReport = { matched: [], missing: [], unused: [], shapes: [] };
  for (const [name, { shape: expected }] of Object.entries(specs)) {
    if (!Object.hasOwn(given, name)) report.missing.push(name);
    else if (fits(given[name], expected)) report.matched.push(name);
    else report.shapes.push({ name, expected, received: given[name].shape ?? [given[name].data.length] });
  }
  report.unused = Object.keys(given).filter((name) => !Object.hasOwn(specs, name));
  if (report.matched.length === 0)
    throw usageError({
      where,
      expected: `tensors with names and shapes of the model, ${someTensors(specs)}`,
      received: someTensors(given),
      fix: 'importWeights(file, { rename, layout: "pytorch" }) gives others names and turns them around.',
    });
  if (strict && !isWhole(report))
    throw usageError({
      where,
      expected: "every tensor of the model with its shape, and no others, since strict is set",
      received: reportText(report, "missing"),
      fix: `Leave strict out to take what matches; the others stay ${kept}.`,
    });
  const weights = report.matched.map((name) => [name, finite(where, name, given[name].data)]);
  return { weights: Object.fromEntries(weights), report };
}

function fits({ data, shape }: GivenTensor, expected: readonly number[]): boolean {
  return shape === undefined ? data.length === sizeOf(expected) : sameShape(shape, expected);
}

/** The numbers as weights are kept: float64 stays float64, all others become float32. */
function finite(where: string, name: string, data: HostArray): HostArray {
  const wrong = data.findIndex((x) => !Number.isFinite(x));
  if (wrong >= 0)
    throw runError({
      where: `${where}: ${name}`,
      expected: "finite numbers",
      received: `${data[wrong]} at index ${wrong}`,
      fix: "The training that they come from diverged: take earlier weights.",
    });
  return data instanceof Float64Array ? data : Float32Array.from(data);
}
