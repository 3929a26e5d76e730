import { ownerOf } from "../model/owner-of.ts";

/** How one tensor's gradient compares with finite differences. */
export interface GradientCheck {
  /** The path of a parameter, such as "1.dense/kernel", or of a layer, for ∂L/∂(its output); "input" for the input. */
  of: string;
  /** Whether it is a parameter, or what a layer gives. */
  kind: "parameter" | "output";
  /** The largest relative error over the elements that were checked. */
  error: number;
  /** The element that has it, row-major. */
  element: number;
  /** What back-propagation says of that element. */
  backPropagated: number;
  /** What finite differences say of it. */
  difference: number;
}

/** What `checkGradients` found. Plain JSON. */
export interface GradientReport {
  /** Whether all errors are within the tolerance. */
  right: boolean;
  /** The largest relative error of each parameter, by its path. */
  errors: Record<string, number>;
  /** The layers whose own gradient is wrong; layers before them receive wrong gradients, but are not at fault. */
  wrong: string[];
  /** In words: that all is right, or which layer is wrong. */
  verdict: string;
  /** Each tensor that was checked, in the order of computation. */
  checks: GradientCheck[];
}

/**
 * Finds the layer at fault: its output has the right gradient, while its parameters or the output before it have a wrong one.
 * @param layers in the order of computation, "input" first, the model last
 * @param loss undefined where none was differentiated
 */
export function reportOf(
  checks: readonly GradientCheck[],
  layers: readonly string[],
  loss: string | undefined,
  tolerance: number,
): GradientReport {
  const bad = (check: GradientCheck | undefined) => check !== undefined && !(check.error <= tolerance);
  const outputOf = (layer: string) => checks.find(({ of, kind }) => kind === "output" && of === layer);
  const parameters = checks.filter(({ kind }) => kind === "parameter");
  const [paths, model] = [new Set(layers), layers.at(-1) as string];
  const culprits = new Map<string, GradientCheck>();
  layers.forEach((layer, i) => {
    const check = outputOf(layer) as GradientCheck;
    const next = layers[i + 1];
    if (bad(check) && !(next !== undefined && bad(outputOf(next)))) culprits.set(next ?? `the loss ${loss}`, check);
  });
  for (const check of parameters) {
    const owner = ownerOf(check.of, paths) ?? model;
    if (bad(check) && !bad(outputOf(owner)) && !culprits.has(owner)) culprits.set(owner, check);
  }
  return {
    right: !checks.some(bad),
    errors: Object.fromEntries(parameters.map(({ of, error }) => [of, error])),
    wrong: [...culprits.keys()],
    verdict: verdictOf(checks, culprits),
    checks: [...checks],
  };
}

function verdictOf(checks: readonly GradientCheck[], culprits: ReadonlyMap<string, GradientCheck>): string {
  if (culprits.size === 0) {
    const worst = checks.reduce((a, b) => (b.error > a.error ? b : a));
    return `Back-propagation agrees with finite differences everywhere: the largest relative error is ${worst.error.toExponential(1)}, of ${nameOf(worst)}.`;
  }
  const sentences = [...culprits].map(([layer, check]) => {
    const { element, backPropagated, difference } = check;
    return (
      `The gradient of ${layer} is wrong: for element ${element} of ${nameOf(check)} it is ` +
      `${backPropagated.toPrecision(4)}, by finite differences ${difference.toPrecision(4)}.`
    );
  });
  return `${sentences.join(" ")} Look for stopGradient, sign, floor, less or equal between its output and that tensor.`;
}

function nameOf({ of, kind }: GradientCheck): string {
  if (kind === "parameter") return of;
  return of === "input" ? "the input" : `the output of ${of}`;
}
