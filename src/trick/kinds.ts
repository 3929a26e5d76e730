/** A kind of trick: where its tricks are, what each of them can do, in words, and how one of your own is made. */
export interface KindFacts {
  /** The folder in `src` whose files are the tricks. */
  readonly folder: string;
  /** The type of what each makes, and the file in `src` that exports it. */
  readonly type: string;
  readonly from: string;
  /** The method or fact that marks it. */
  readonly has: string;
  readonly a: string;
  readonly several: string;
  readonly such: string;
  readonly define: string;
}

/**
 * The kinds of tricks, by the names of their catalogues, in the order in which a model meets them. This is the only list:
 * `scripts/generate-indexes.mjs` makes from it the catalogue, its types, the index of each folder and the public names.
 */
export const KINDS = {
  sources: {
    folder: "data/sources",
    type: "Source",
    from: "data/source.ts",
    has: "load",
    a: "a source of data",
    several: "sources of data",
    such: "digits()",
    define: "defineSource",
  },
  scalings: {
    folder: "data/scaling",
    type: "Scaling",
    from: "data/scaling.ts",
    has: "fit",
    a: "a scaling",
    several: "scalings",
    such: "standardize()",
    define: "defineScaling",
  },
  layers: {
    folder: "model/layers",
    type: "Layer",
    from: "model/layer.ts",
    has: "build",
    a: "a layer",
    several: "layers",
    such: "dense(10)",
    define: "defineLayer",
  },
  initializers: {
    folder: "model/initializers",
    type: "Initializer",
    from: "model/initializer.ts",
    has: "draw",
    a: "an initializer",
    several: "initializers",
    such: "heNormal()",
    define: "defineInitializer",
  },
  architectures: {
    folder: "model/architectures",
    type: "Layer",
    from: "model/layer.ts",
    has: "build",
    a: "a model",
    several: "models",
    such: "mlp()",
    define: "defineArchitecture",
  },
  losses: {
    folder: "model/losses",
    type: "Loss",
    from: "model/loss.ts",
    has: "targetKind",
    a: "a loss",
    several: "losses",
    such: "crossEntropy()",
    define: "defineLoss",
  },
  metrics: {
    folder: "model/metrics",
    type: "Metric",
    from: "model/metric.ts",
    has: "higherIsBetter",
    a: "a metric",
    several: "metrics",
    such: "accuracy()",
    define: "defineMetric",
  },
  optimizers: {
    folder: "optimize/optimizers",
    type: "Optimizer",
    from: "optimize/optimizer.ts",
    has: "apply",
    a: "an optimizer",
    several: "optimizers",
    such: "adam()",
    define: "defineOptimizer",
  },
  transforms: {
    folder: "optimize/transforms",
    type: "Optimizer",
    from: "optimize/optimizer.ts",
    has: "apply",
    a: "a transform",
    several: "transforms",
    such: "clipByGlobalNorm(1)",
    define: "defineTransform",
  },
  schedules: {
    folder: "optimize/schedules",
    type: "Schedule",
    from: "optimize/schedule.ts",
    has: "at",
    a: "a schedule",
    several: "schedules",
    such: "exponentialDecay(1e-3)",
    define: "defineSchedule",
  },
  callbacks: {
    folder: "train/callbacks",
    type: "Callback",
    from: "train/callback.ts",
    has: "stops",
    a: "a callback",
    several: "callbacks",
    such: "earlyStopping()",
    define: "defineCallback",
  },
} as const satisfies Readonly<Record<string, KindFacts>>;

/** The name of a catalogue. */
export type Kind = keyof typeof KINDS;
