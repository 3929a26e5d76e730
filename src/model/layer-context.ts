import { lerp, random, type Tensor } from "../graph/tensor.ts";
import { purposeWord } from "../random.ts";
import type { LayerContext } from "./layer.ts";
import { Ordinals, withoutPlace } from "./ordinals.ts";

/** The tensors over which layers are traced, and how. */
export interface Traced {
  training: boolean;
  parameters: Readonly<Record<string, Tensor>>;
  state: Readonly<Record<string, Tensor>>;
  /** Receives the new values of running statistics. */
  setState?: ((name: string, value: Tensor) => void) | undefined;
  /** Masks are drawn from it. */
  key: Tensor;
  /** Sees the output of each layer, by its path; what it returns goes on in the output's place. */
  onOutput?: ((path: string, output: Tensor) => Tensor | undefined) | undefined;
  /** As in training by default. */
  batchStatistics?: boolean | undefined;
  /** The weight of this batch in running statistics, in place of what the layers would give it. */
  newest?: Tensor | undefined;
  /** A layer that has a statistic in it normalizes by its running statistics, and keeps them as they are. */
  frozen?: ReadonlySet<string> | undefined;
}

/**
 * The context in which the layers of a model are traced. Each use of random numbers has a stream of its own, named by the
 * kind of the layer and its ordinal among those of its kind: "mask/dropout#1/0".
 */
export function layerContext(traced: Traced): LayerContext {
  const { training, parameters, state, key, newest, batchStatistics = training } = traced;
  const frozenLayers = new Set(Array.from(traced.frozen ?? [], (name) => name.slice(0, name.lastIndexOf("/") + 1)));
  const ordinals = new Ordinals();
  /** Of the layer at a path, "" or "0.dense/"; `aside` is the path of the layer beside the main path that it lies in. */
  const contextAt = (path: string, stream: string, aside = ""): LayerContext => {
    let draws = 0;
    const ofBatch = batchStatistics && !frozenLayers.has(path);
    const setState = (name: string, value: Tensor) => {
      if (ofBatch) traced.setState?.(path + name, value);
    };
    return {
      training,
      batchStatistics: ofBatch,
      parameter: (name) => parameters[path + name],
      state: (name) => state[path + name],
      setState,
      track: (name, value, momentum) => setState(name, lerp(state[path + name], value, newest ?? 1 - momentum)),
      random: (shape) => random(shape, key, purposeWord(`mask/${stream}/${draws++}`)),
      inner: (name, { kind = withoutPlace(name), beside = false } = {}) => {
        const [inside, among] = [`${path}${name}/`, beside ? `${aside}${name}/` : aside];
        return contextAt(inside, ordinals.nameOf(among + kind, inside), among);
      },
      onOutput: (output) => traced.onOutput?.(path.slice(0, -1), output),
    };
  };
  return contextAt("", "model");
}
