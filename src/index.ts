/** The public names of Evenkeel, by the paths of their files. */

export { gradients } from "./autodiff/backward.ts";
export type { BackendName, HostArray } from "./backend/backend.ts";
export type { DeviceOptions } from "./backend/open.ts";
export { catalogue } from "./catalogue.ts";
export { type CompareOptions, compare } from "./compare/compare.ts";
export type { CompareProgress } from "./compare/compare-progress.ts";
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type FoldResult,
  type OwnTraining,
} from "./compare/cross-validate.ts";
export type { EvidenceOptions, UntilDecided } from "./compare/evidence-options.ts";
export type {
  Difference,
  Effect,
  EffectSize,
  EquivalenceTest,
  Estimate,
  Interval,
  Look,
  PermutationTest,
  Reach,
  SignTest,
  Study,
  StudyRun,
  StudyTable,
  TimeToTarget,
  VarianceComponents,
} from "./compare/study.ts";
export { type StudyFromOptions, studyFrom } from "./compare/study-from.ts";
export { studyRunOf } from "./compare/study-run.ts";
export { logUniform, type Range, uniformBetween } from "./compare/tuning/range.ts";
export type { TuneOptions } from "./compare/tuning/tune-options.ts";
export type { Trial, TunedArm, Tuning } from "./compare/tuning/tuning.ts";
export { type ArrayLikeValue, type ArrayValue, type Compiled, type CompileOptions, compile } from "./compile.ts";
export type { ArraySource, Classes, HeldOut, Labels } from "./data/array-source.ts";
export { type ArraysOptions, arrays } from "./data/arrays.ts";
export type { Indices } from "./data/checks/check-indices.ts";
export type { TargetRule } from "./data/checks/check-targets.ts";
export type { Dataset, NumberArray, Samples, Values } from "./data/dataset.ts";
export type { FileInput } from "./data/files/file-input.ts";
export type { FolderInput } from "./data/files/folder-input.ts";
export type { NamedFileInput } from "./data/files/named-file.ts";
export type { FoldOptions } from "./data/k-fold.ts";
export { kFold } from "./data/k-fold.ts";
export type { InputPart, Layout, TargetPart } from "./data/layout.ts";
export { defineScaling, type Scaling } from "./data/scaling.ts";
export { defineSource, type Source, type SourceContext, type SourceDefinition } from "./data/source.ts";
export type { IdxOptions } from "./data/sources/mnist.ts";
export type { SplitOptions } from "./data/split.ts";
export type { Stream } from "./data/stream.ts";
export { type StreamedBatch, type StreamedBatches, type StreamedOptions, streamed } from "./data/streamed.ts";
export { type CsvColumnsOptions, csvColumns } from "./data/table/csv-columns.ts";
export { type CsvTableOptions, csvTable, type TableSource } from "./data/table/csv-table.ts";
export type { ColumnDescription } from "./data/table/describe-columns.ts";
export { describeColumns } from "./data/table/describe-columns.ts";
// These read what is in memory at once too; the sources of the same names in the catalogue read files.
export { type CsvFileOptions, type CsvOptions, type CsvPath, csv } from "./data/table/doors/csv.ts";
export { type JsonPath, json } from "./data/table/doors/json.ts";
export { type JsonLinesPath, jsonLines } from "./data/table/doors/json-lines.ts";
export { parquet } from "./data/table/doors/parquet.ts";
export type { Missing, TableReadOptions } from "./data/table/read/read-options.ts";
export type {
  AtPath,
  BytesDoor,
  PathDoor,
  RecordReadOptions,
  RecordsFileOptions,
  RecordsOptions,
  TextDoor,
  Unnamed,
} from "./data/table/read/table-door.ts";
export type { TableInput } from "./data/table/read/table-file.ts";
export type { Cell, Table, TableColumn } from "./data/table/table.ts";
export { tableDataset } from "./data/table/table-dataset.ts";
export type {
  CategoricalColumn,
  ColumnEncoding,
  IgnoredColumn,
  NumericColumn,
  TableEncoding,
} from "./data/table/table-encoding.ts";
export type { Row } from "./data/table/table-of-rows.ts";
export type { TableOptions } from "./data/table/table-options.ts";
export type { Task } from "./data/task.ts";
export { type SetSizes, withSizes } from "./data/with-sizes.ts";
export { type CureOptions, cure } from "./doctor/cure/cure.ts";
export type { CureProgress } from "./doctor/cure/cure-progress.ts";
export type { CureStudy, CureTrial } from "./doctor/cure/cure-trial.ts";
export type { Cured } from "./doctor/cure/cured.ts";
export type { TreatmentEnd } from "./doctor/cure/treat.ts";
export { type Checked, type DiagnoseOptions, type DoctorReport, diagnose } from "./doctor/diagnose.ts";
export type { Phase } from "./doctor/diagnosis.ts";
export type { DiagnoseProgress } from "./doctor/examine/host.ts";
export type { Examined, OwnRun, RecipeForData } from "./doctor/examined-as.ts";
export type { Advice, Evidence, Finding, Severity } from "./doctor/finding.ts";
export type { Picture, PictureLine } from "./doctor/picture/picture.ts";
export { EvenkeelError } from "./errors.ts";
export { modelSafetensors, type WeightLayout } from "./export/model-safetensors.ts";
export { type ExportOnnxOptions, exportOnnx } from "./export/onnx/export-onnx.ts";
export { type ExpressionOptions, fromExpression } from "./expression/from-expression.ts";
export { toExpression } from "./expression/to-expression.ts";
export { readSafetensors, type SafeTensor, type Safetensors } from "./formats/read-safetensors.ts";
export { type WriteSafetensorsOptions, writeSafetensors } from "./formats/write-safetensors.ts";
export { fromSpec, type KnownTricks } from "./from-spec.ts";
export type { Shape } from "./graph/shape.ts";
export { filled, iota, lerp, type Operand, sumOf, Tensor, zerosLike } from "./graph/tensor.ts";
export type { ArchitectureDefinition } from "./model/architecture.ts";
export { defineArchitecture } from "./model/architecture.ts";
export {
  defineInitializer,
  type InitialContext,
  type Initializer,
  type InitializerDefinition,
} from "./model/initializer.ts";
export { forwardInner, type Part, partsOf } from "./model/inner-layer.ts";
export {
  type BuiltLayer,
  defineLayer,
  type Layer,
  type LayerContext,
  type LayerDefinition,
  type LayerEnds,
  type Packed,
  type TensorSpec,
  type TensorSpecs,
} from "./model/layer.ts";
export {
  defineLoss,
  type HeadLoss,
  type Loss,
  type LossDefinition,
  type ManyLosses,
  type TargetKind,
} from "./model/loss.ts";
export type { BatchMetric, MetricUnit } from "./model/metric.ts";
export { defineMetric, type Metric, type MetricDefinition } from "./model/metric.ts";
export type { Monitor } from "./model/monitor.ts";
export type { Predicted } from "./model/predicted.ts";
export { summary } from "./model/summary.ts";
export type {
  ConcatOptions,
  GraphBuilder,
  GraphFunction,
  GraphNode,
  Merged,
  NodeOptions,
} from "./model/wiring/graph-builder.ts";
export type { GraphOutput, GraphRow } from "./model/wiring/nodes.ts";
export type { WrapperDefinition } from "./optimize/compose/wrapper.ts";
export { defineWrapper } from "./optimize/compose/wrapper.ts";
export { defineOptimizer, type Optimizer, type OptimizerDefinition } from "./optimize/optimizer.ts";
export { groups } from "./optimize/optimizers/partition.ts";
export type { Moment, State, StepContext, Tensors } from "./optimize/rule.ts";
export { defineSchedule, type Progress, type Schedule, type ScheduleDefinition } from "./optimize/schedule.ts";
export type { StepperOptions, StepperState } from "./optimize/step/optimizer-stepper.ts";
export { type OptimizerStepper, optimizerStepper } from "./optimize/step/optimizer-stepper.ts";
export { defineTransform, type TransformDefinition } from "./optimize/transform.ts";
export {
  count,
  custom,
  flag,
  nonNegative,
  type Option,
  type Options,
  oneOf,
  optional,
  positive,
  real,
  unit,
  type ValuesOf,
} from "./options.ts";
export { type CompiledLayer, type CompileLayerOptions, compileLayer } from "./predict/compile-layer.ts";
export { ensemble, ensembleMembers } from "./predict/ensemble.ts";
export type { LoadOptions } from "./predict/load-weights.ts";
export type { NamedInputs } from "./predict/named-inputs.ts";
export type {
  Classified,
  ClassifyOptions,
  LayerOutput,
  LayerOutputsOptions,
  OutputPrediction,
  Prediction,
  PredictOptions,
  PredictRowsOptions,
  RowPrediction,
  SampledPrediction,
  SampledPredictOptions,
} from "./predict/prediction.ts";
export type { WeightsSource } from "./predict/read-weights.ts";
export { TrainedModel } from "./predict/trained-model.ts";
export type { WeightsReport } from "./predict/weights-report.ts";
export { RandomStream } from "./random.ts";
export { defineRecipe } from "./recipe/define-recipe.ts";
export { type Recipe, type RecipeInput, recipeOptions } from "./recipe/recipe.ts";
export { recipeCommand } from "./recipe/recipe-command.ts";
export { DATA_KEYS, type DataContext, recipeData } from "./recipe/recipe-data.ts";
export { recipeModel } from "./recipe/recipe-model.ts";
export { recipeProgram } from "./recipe/recipe-program.ts";
export { trainRecipe } from "./recipe/train-recipe.ts";
export { type ImportWeightsOptions, importWeights } from "./saved/import-weights.ts";
export { loadModel, readModel } from "./saved/load-model.ts";
export { loadRun, readRun } from "./saved/load-run.ts";
export type { Rename } from "./saved/pytorch/renamed.ts";
export type { ReadOptions } from "./saved/read-options.ts";
export { type CheckGradientsOptions, checkGradients } from "./signals/check-gradients.ts";
export type { GradientCheck, GradientReport } from "./signals/gradient-report.ts";
export type { ParameterSignal, Signal } from "./signals/signal.ts";
export {
  type Callback,
  type CallbackDefinition,
  defineCallback,
  type EpochEnd,
  type RunningCallback,
} from "./train/callback.ts";
export type { CheckpointOptions } from "./train/checkpoint/checkpoint-options.ts";
export { type EvaluateOptions, evaluate } from "./train/evaluate.ts";
export { type FindRateOptions, findRate, type RateTest } from "./train/find-rate/find-rate.ts";
export type { RateSuggestion } from "./train/find-rate/suggest-rate.ts";
export { type InitialModelOptions, initialModel } from "./train/initial-model.ts";
export { type InitialOptions, initialWeights } from "./train/initial-weights.ts";
export type { LoggedRun } from "./train/log/folder/logged-run.ts";
export type { RunLog } from "./train/log/folder/run-log.ts";
export { readLog } from "./train/log/read-log.ts";
export type { Monitored } from "./train/monitors.ts";
export type { PaceMoment } from "./train/pace-moment.ts";
export type { Capacity } from "./train/prepare/capacity-of.ts";
export { capacityReport } from "./train/prepare/capacity-report.ts";
export type { StepRecord } from "./train/recorder.ts";
export type {
  ConfusionMatrix,
  Epoch,
  Evaluated,
  History,
  Measures,
  Stopped,
  TestMeasures,
} from "./train/run/history.ts";
export { Run } from "./train/run/run.ts";
export type { RunConfig } from "./train/run/run-record.ts";
export type { SavedRun } from "./train/run/saved-run.ts";
export { TrainingError } from "./train/run/training-error.ts";
export { train } from "./train/train.ts";
export type { TrainOptions, TrainProgress } from "./train/train-options.ts";
export type { Instance, Spec, Trick, TrickDefinition, TrickMaker } from "./trick.ts";
export * from "./tricks.ts";
export { VERSION } from "./version.ts";
