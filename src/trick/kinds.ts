import type { Instance } from "../trick.ts";
import { isInstance } from "./instance.ts";

/** A kind of trick: what every trick of it can do, in words, and how one of your own is made. */
interface Kind {
  /** The method or fact that marks it. */
  readonly has: string;
  readonly a: string;
  readonly several: string;
  readonly such: string;
  readonly define: string;
}

/** By the name of the catalogue. */
const KINDS: Readonly<Record<string, Kind>> = {
  scalings: { has: "fit", a: "a scaling", several: "scalings", such: "standardize()", define: "defineScaling" },
  layers: { has: "build", a: "a layer", several: "layers", such: "dense(10)", define: "defineLayer" },
  initializers: {
    ...{ has: "draw", a: "an initializer", several: "initializers" },
    ...{ such: "heNormal()", define: "defineInitializer" },
  },
  architectures: { has: "build", a: "a model", several: "models", such: "mlp()", define: "defineArchitecture" },
  losses: { has: "targetKind", a: "a loss", several: "losses", such: "crossEntropy()", define: "defineLoss" },
  metrics: { has: "compute", a: "a metric", several: "metrics", such: "accuracy()", define: "defineMetric" },
  optimizers: { has: "apply", a: "an optimizer", several: "optimizers", such: "adam()", define: "defineOptimizer" },
  transforms: {
    ...{ has: "apply", a: "a transform", several: "transforms" },
    ...{ such: "clipByGlobalNorm(1)", define: "defineTransform" },
  },
  schedules: {
    ...{ has: "at", a: "a schedule", several: "schedules" },
    ...{ such: "exponentialDecay(1e-3)", define: "defineSchedule" },
  },
  callbacks: {
    ...{ has: "stops", a: "a callback", several: "callbacks" },
    ...{ such: "earlyStopping()", define: "defineCallback" },
  },
};

export function kindOf(catalogue: string): Kind {
  return KINDS[catalogue];
}

/** Whether a value is a trick of a kind, with its options. */
export function isOfKind(catalogue: string, value: unknown): value is Instance {
  return isInstance(value) && KINDS[catalogue].has in value;
}

/** The first kind that a trick is of. */
export function kindOfInstance(value: Instance): Kind | undefined {
  return Object.values(KINDS).find(({ has }) => has in value);
}
