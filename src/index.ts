/** Evenkeel: the public names, in the order in which values flow. */

// ---- errors and options
export { EvenkeelError } from "./errors.ts";
export { count, custom, flag, nonNegative, oneOf, optional, type Option, positive, real, unit } from "./options.ts";
export { RandomStream } from "./random.ts";
export { VERSION } from "./version.ts";

// ---- data
export { arrays } from "./data/arrays.ts";
export type { Dataset, NumberArray, Samples, Values } from "./data/dataset.ts";
export { defineScaling, type Scaling } from "./data/scaling.ts";
export * from "./data/scaling/index.ts";
export { csv } from "./data/sources/csv.ts";
export { digits } from "./data/sources/digits.ts";
export { fashionMnist, mnist } from "./data/sources/mnist.ts";

// ---- graph
export type { Shape } from "./graph/shape.ts";
export { filled, iota, lerp, type Operand, sumOf, Tensor, zerosLike } from "./graph/tensor.ts";
export { gradients } from "./autodiff/backward.ts";
export { type ArrayLikeValue, type ArrayValue, type Compiled, compile } from "./compile.ts";

// ---- model
export * from "./model/architectures/index.ts";
export { defineArchitecture } from "./model/architecture.ts";
export { compileLayer } from "./model/compile-layer.ts";
export { defineInitializer, type Initializer } from "./model/initializer.ts";
export * from "./model/initializers/index.ts";
export { defineLayer, type Layer } from "./model/layer.ts";
export * from "./model/layers/index.ts";
export { defineLoss, type Loss } from "./model/loss.ts";
export * from "./model/losses/index.ts";
export { defineMetric, type Metric } from "./model/metric.ts";
export * from "./model/metrics/index.ts";
export { sequential } from "./model/sequential.ts";
export { TrainedModel } from "./model/trained-model.ts";

// ---- train
export { type Callback, defineCallback } from "./train/callback.ts";
export * from "./train/callbacks/index.ts";
export { chain } from "./train/chain.ts";
export type { Epoch, History, Measures, Stopped } from "./train/history.ts";
export { defineOptimizer, defineTransform, type Optimizer } from "./train/optimizer.ts";
export { optimizerStepper } from "./train/optimizer-stepper.ts";
export * from "./train/optimizers/index.ts";
export { Run } from "./train/run.ts";
export { defineSchedule, type Schedule } from "./train/schedule.ts";
export * from "./train/schedules/index.ts";
export * from "./train/transforms/index.ts";
export { loadRun, readRun, type SavedRun } from "./train/saved-run.ts";
export { train } from "./train/train.ts";
export type { TrainOptions, TrainProgress } from "./train/train-options.ts";

// ---- recipe, compare, report
export { defineRecipe, type Recipe, type RecipeInput } from "./recipe/recipe.ts";
export { trainRecipe } from "./recipe/train-recipe.ts";
export { type CompareOptions, compare } from "./compare/compare.ts";
export type { Effect, Estimate, Study, StudyRun } from "./compare/study.ts";
export { studyHtml } from "./report/html.ts";
export { studyText } from "./report/text.ts";
export { catalogue } from "./catalogue.ts";
export { fromSpec } from "./from-spec.ts";
