import type { Dataset } from "../data/dataset.ts";
import type { Task } from "../data/task.ts";
import type { Shape } from "../graph/shape.ts";
import type { Layer } from "../model/layer.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { Signal } from "../signals/signal.ts";
import type { Training } from "../train/prepare/prepare-training.ts";
import type { StepRecord } from "../train/recorder.ts";
import type { History, Stopped } from "../train/run/history.ts";
import type { TrainOptions } from "../train/train-options.ts";

/** All that a diagnosis may look at. Of a phase that was not gone through nothing is there. */
export interface Examination {
  readonly patient: Patient;
  readonly data: DataFacts;
  /** The layers in the order of computation, each block before those within it. */
  readonly layers: readonly LayerFacts[];
  readonly probe?: ProbeFacts;
  readonly course?: CourseFacts;
}

/** What is examined: data, a model, and how it is trained, with every default. */
export interface Patient {
  /** The recipe, if it was given as one. */
  readonly recipe?: Recipe;
  /** As it was given; `training.data` has 0 in the place of numbers that are not finite. */
  readonly data: Dataset;
  readonly model: Layer;
  /** The options of `train`: `train(model, training.data, options)` is the run that is examined. */
  readonly options: TrainOptions;
  /** As `train` would take it: built model, loss, metrics, optimizer, scales, batch size, epochs. */
  readonly training: Training;
  readonly task: Task;
  /** Set where `train` refuses it as it was given: `training` is then what it would take with one thing changed. */
  readonly refused?: Refused;
}

/** Why `train` would not begin. */
export interface Refused {
  /** The diagnosis that says it. */
  readonly diagnosis: "softmaxBeforeLogits" | "wrongLoss";
  /** The path of the layer that is to go, in `model`; "loss" for the loss. */
  readonly where: string;
  /** The name of that layer; empty for the loss. */
  readonly layer: string;
  /** The name of the loss. */
  readonly loss: string;
  /** The error of `train`. */
  readonly message: string;
}

/** A mean, its standard error, and of how many it is. */
export interface Measured {
  readonly mean: number;
  readonly error: number;
  readonly count: number;
}

/**
 * Statistics of inputs by feature: [features]. Channels of images count as features, all places of a channel together; so does
 * the last axis of other samples with several. Numbers that stand for something, such as the category of a column that is
 * embedded, are left out.
 */
export interface FeatureFacts {
  readonly mean: Float64Array;
  readonly std: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** √mean x² over all. */
  readonly rms: number;
}

/** What the training samples that lie next to one say of its targets. */
export interface NeighborFacts {
  /**
   * The share of samples whose nearest training sample has the same class, over samples of each part; for real targets the
   * correlation of both, a mean over the outputs.
   */
  readonly train: Measured;
  readonly validation: Measured | undefined;
  /** What it would be if targets had nothing to do with inputs: Σ p² over the classes; 0 for real targets. */
  readonly chance: number;
  /**
   * For classes: the share of training samples that are of another class than most of the samples around them, among that half
   * of them around which classes are the least mixed.
   */
  readonly outvoted: Measured | undefined;
}

/** What is in the data, of up to 20,000 samples of each part. */
export interface DataFacts {
  readonly kind: "table" | "images" | "numbers" | "indices";
  /** What the features are called, in the order of their statistics: "column age", "channel 0", "input image, channel 0". */
  readonly features: readonly string[];
  /** The training inputs as they are, and as the network takes them. */
  readonly raw: FeatureFacts;
  readonly scaled: FeatureFacts;
  /** The share of features (for images: of pixels) that have one value only in the training part. */
  readonly constant: number;
  /** The first input or target of any part that is not finite, as words: "train: sample 3, column age". */
  readonly nonFinite: string | undefined;
  /** Samples of each part; 0 for a part that is missing. */
  readonly samples: { readonly train: number; readonly validation: number; readonly test: number };
  /**
   * For classes: how many of the training samples that were looked at each has, in the order of the classes. Undefined for
   * several labels and several targets.
   */
  readonly classCounts: readonly number[] | undefined;
  /** For real targets: mean and deviation of each output over the training samples; of several targets those that are real. */
  readonly targets: { readonly mean: readonly number[]; readonly std: readonly number[] } | undefined;
  /** The share of samples of a part whose inputs and targets are also among the training samples. */
  readonly shared: {
    readonly validation: number;
    readonly test: number;
    /** The share that would be among them by chance: not small where all features have few values. */
    readonly chance?: number;
  };
  /** The share of training samples that are there more than once: what is shared by chance, as rows of few categories are. */
  readonly repeated: number;
  /** The share of training samples whose inputs are there with another target too. */
  readonly contradicted: number;
  /** |mean − mean of training| / deviation of training, by feature, of each part. */
  readonly shift: { readonly validation: Float64Array | undefined; readonly test: Float64Array | undefined };
  /** Deviation of each part / deviation of training, by feature; 1 where both are 0. */
  readonly spread?: { readonly validation: Float64Array | undefined; readonly test: Float64Array | undefined };
  /**
   * The entropy of the classes within a batch, a mean over batches in the order of training, over that of batches in a random
   * order; the same of the variance of real targets; 1 for others.
   */
  readonly batchEntropy: number;
  /** Undefined where a distance of inputs means nothing, as for indices, or for too few samples. */
  readonly neighbors?: NeighborFacts | undefined;
}

/** What a layer does in a network. */
export type Role =
  | "linear" // dense, conv2d, embedding: has a kernel
  | "activation"
  | "normalization"
  | "dropout" // and other noise
  | "pooling"
  | "shape" // flatten, reshape
  | "block" // has layers of its own: residual, parallel, inception, sequential, graph
  | "other";

/** One layer of a model. */
export interface LayerFacts {
  /** As in signals: "2.relu", "3.residual/block/1.batchNorm". */
  readonly path: string;
  /** The name of its trick: "dense". */
  readonly kind: string;
  readonly role: Role;
  readonly layer: Layer;
  /** Without the batch. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Its own parameters by their names, and their shapes. */
  readonly parameters: Readonly<Record<string, Shape>>;
  /** The initial values of its kernel under the patient's seed, if it has one; unknown while a run is watched. */
  readonly kernel: Float32Array | undefined;
  /** The paths of the blocks around it, the outermost first. */
  readonly within: readonly string[];
  /**
   * The layers before and after it on its path, by their paths; undefined at the ends. What comes after the last layer of a
   * branch is what joins it: the block, or the node of a graph that merges, which is none of the layers.
   */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What a probe of at most 200 steps shows. */
export interface ProbeFacts {
  /** The loss of the initial weights over several batches of training samples, in training mode. */
  readonly firstLoss: Measured;
  /** The loss of the simplest answer, which looks at no input: ln of the number of classes if all are as frequent. */
  readonly simplestLoss: number;
  /** What each layer gives at the first step, with gradients: before any weight was changed. */
  readonly firstSignals: readonly Signal[];
  /** Training on the same few samples again and again, without dropout, augmentation and regularization. */
  readonly byHeart: {
    readonly samples: number;
    readonly steps: number;
    /** The loss before, and at the end in inference mode. */
    readonly before: number;
    readonly after: number;
    /** The share of them that is wrong at the end; for real targets the share of their variance that is left. */
    readonly wrong: number;
  };
  /** The cosine of the gradients of two halves of a batch, over several batches. */
  readonly halves: Measured;
  /** The loss of the same samples and weights in training mode over that in inference mode, after the probe's steps. */
  readonly modes: { readonly training: number; readonly inference: number };
  /** The mean cosine of what the layer before the last gives with and without augmentation; undefined without augmentation. */
  readonly augmented: number | undefined;
}

/** The network at one moment of training, in inference mode. */
export interface Evaluation {
  /** Counted from 1; 0 before training. */
  readonly step: number;
  /** Over a fixed sample of the training part. */
  readonly train: Readonly<Record<string, Measured>>;
  /** Over the validation part, or up to 2,000 of it. */
  readonly validation: Readonly<Record<string, Measured>> | undefined;
  /** √Σ w² over all kernels. */
  readonly weightNorm: number;
}

/** What a training shows. `loss` and the metrics are under their names, as in a run's history. */
export interface CourseFacts {
  readonly steps: readonly StepRecord[];
  readonly stepsPerEpoch: number;
  /** How many steps were planned: more than there are where the examination was short. */
  readonly plannedSteps: number;
  readonly signals: readonly Signal[];
  readonly history: History;
  /** At the start, at the end and in between: at least one an epoch. */
  readonly evaluations: readonly Evaluation[];
  readonly stopped: Stopped | undefined;
  readonly skippedSteps: number;
  /** The first operation that was not finite: "log in 3.dense, sample 17". */
  readonly nonFinite: string | undefined;
  /** The share of steps whose gradient was clipped; undefined without clipping. */
  readonly clipped: number | undefined;
  /** The loss of each of the fixed training samples at the end, in inference mode; undefined while training goes on. */
  readonly sampleLosses: Float64Array | undefined;
  /** The main metric, whether a larger one is better, and what the simplest answer reaches. */
  readonly main: { readonly name: string; readonly higherIsBetter: boolean; readonly simplest: number | undefined };
}
